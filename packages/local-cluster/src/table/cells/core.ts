import type { KubeObject } from '../../objects/kube-object.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import { age } from '../duration.ts';
import type { Cells } from './cell-functions.ts';
import { isConditionTrue, none, orNone } from './cell-text.ts';

const size = (value: unknown) => Object.keys(fieldsOf(value)).length;
const nodeInfo = (node: KubeObject) => fieldsOf(node.status, 'nodeInfo');

export const coreCells: Record<string, Cells> = {
  '/namespaces': { Status: object => textOf(fieldsOf(object.status).phase) },
  '/configmaps': { Data: object => size(object.data) + size(object.binaryData) },
  '/secrets': { Type: object => textOf(object.type), Data: object => size(object.data) },
  '/serviceaccounts': { Secrets: object => listOf(object.secrets).length },
  '/nodes': {
    Status: nodeStatus,
    Roles: nodeRoles,
    Version: object => textOf(nodeInfo(object).kubeletVersion),
    'Internal-IP': object => nodeAddress(object, 'InternalIP'),
    'External-IP': object => nodeAddress(object, 'ExternalIP'),
    'OS-Image': object => textOf(nodeInfo(object).osImage) || '<unknown>',
    'Kernel-Version': object => textOf(nodeInfo(object).kernelVersion) || '<unknown>',
    'Container-Runtime': object => textOf(nodeInfo(object).containerRuntimeVersion) || '<unknown>',
  },
  '/events': {
    'Last Seen': lastSeen,
    Type: object => textOf(object.type),
    Reason: object => textOf(object.reason),
    Object: object => {
      const { kind, name } = fieldsOf(object.involvedObject ?? object.regarding);
      return `${textOf(kind).toLowerCase()}/${textOf(name)}`;
    },
    Subobject: object => textOf(fieldsOf(object.involvedObject ?? object.regarding).fieldPath),
    Source: eventSource,
    Message: object => textOf(object.message ?? object.note).trim(),
    'First Seen': (object, now) =>
      age(object.firstTimestamp ?? object.deprecatedFirstTimestamp ?? object.eventTime, now),
    Count: object =>
      numberOf(fieldsOf(object.series).count) || numberOf(object.count ?? object.deprecatedCount) || 1,
  },
};

function nodeStatus(node: KubeObject): string {
  const ready = listOf(fieldsOf(node.status).conditions).find(condition => condition.type === 'Ready');
  const word = ready === undefined ? 'Unknown' : isConditionTrue(node.status, 'Ready') ? 'Ready' : 'NotReady';
  return fieldsOf(node.spec).unschedulable === true ? `${word},SchedulingDisabled` : word;
}

function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = node.metadata.labels ?? {};
  const roles = Object.keys(labels)
    .filter(label => label.startsWith(prefix))
    .map(label => label.slice(prefix.length));
  const old = labels['kubernetes.io/role'];
  return orNone([...roles, ...(old ? [old] : [])].sort().join(','));
}

function nodeAddress(node: KubeObject, type: string): string {
  return (
    textOf(listOf(fieldsOf(node.status).addresses).find(address => address.type === type)?.address) || none
  );
}

function lastSeen(event: KubeObject, now: Date): string {
  const first = age(event.firstTimestamp ?? event.deprecatedFirstTimestamp ?? event.eventTime, now);
  const series = fieldsOf(event.series);
  if (series.lastObservedTime !== undefined)
    return `${age(series.lastObservedTime, now)} (x${numberOf(series.count)} over ${first})`;
  const count = numberOf(event.count ?? event.deprecatedCount);
  const last = event.lastTimestamp ?? event.deprecatedLastTimestamp;
  if (last === undefined) return first;
  return count > 1 ? `${age(last, now)} (x${count} over ${first})` : age(last, now);
}

function eventSource(event: KubeObject): string {
  const source: Fields = fieldsOf(event.source ?? event.deprecatedSource);
  const component = textOf(source.component) || textOf(event.reportingComponent ?? event.reportingController);
  const place = textOf(source.host) || textOf(event.reportingInstance);
  return place === '' ? component : `${component}, ${place}`;
}
