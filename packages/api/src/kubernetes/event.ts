import type { KubernetesObject, ObjectReference } from './meta.ts';

/** core/v1 Event. Other components may fill in only some of the fields. */
export interface KubernetesEvent extends KubernetesObject {
  involvedObject: Partial<ObjectReference>;
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { lastObservedTime?: string } | null;
  source?: { component?: string };
  reportingComponent?: string;
  reportingInstance?: string;
}
