import type { KubernetesObject, ObjectReference } from './meta.ts';

/** core/v1 Event. Events of other components have what they write of it. */
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
