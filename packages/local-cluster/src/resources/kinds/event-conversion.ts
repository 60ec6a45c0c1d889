import type { KubeObject } from '../../objects/kube-object.ts';
import { renameFields } from '../rename-fields.ts';

/** events.k8s.io/v1 and core/v1 show the same events under different names; the core form is kept. */
const coreNames: Record<string, string> = {
  regarding: 'involvedObject',
  note: 'message',
  deprecatedSource: 'source',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
  reportingController: 'reportingComponent',
};

const newNames = Object.fromEntries(Object.entries(coreNames).map(([name, core]) => [core, name]));

export function eventToCore(event: KubeObject): KubeObject {
  return { ...renameFields(event, coreNames), apiVersion: 'v1' };
}

export function eventFromCore(event: KubeObject): KubeObject {
  const { reportingComponent, reportingInstance, ...rest } = event;
  return {
    ...renameFields(rest, newNames),
    ...(reportingComponent !== '' && { reportingController: reportingComponent }),
    ...(reportingInstance !== '' && { reportingInstance }),
    apiVersion: 'events.k8s.io/v1',
  } as KubeObject;
}
