import type { Pod } from '@cartridge-on-kubernetes/api';
import { expect, it } from 'vitest';
import { resources } from './resources.ts';
import { slim, slimEvent } from './slim.ts';

it('drops the bookkeeping, and says what the object is', () => {
  const metadata = {
    name: 'a',
    resourceVersion: '7',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'kept' },
    managedFields: [{ manager: 'kubectl' }],
  };
  const listed = { metadata, spec: { containers: [] } } as unknown as Pod;
  expect(slim(resources.pods)(listed)).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', resourceVersion: '7', annotations: { mine: 'kept' } },
    spec: { containers: [] },
  });
  expect(listed.metadata).toHaveProperty('managedFields');
});

it('keeps of an Event what tells why a pod does not start', () => {
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'ns', uid: 'u', labels: { long: 'gone' } },
    involvedObject: { kind: 'Pod', name: 'a', uid: 'p', namespace: 'ns' },
    type: 'Warning',
    reason: 'FailedScheduling',
    message: '0/1 nodes are available: 1 Insufficient cpu.',
    lastTimestamp: null,
    source: { component: 'default-scheduler' },
  };
  expect(slimEvent(event)).toEqual({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'ns', uid: 'u' },
    involvedObject: { kind: 'Pod', name: 'a', uid: 'p' },
    type: 'Warning',
    reason: 'FailedScheduling',
    message: '0/1 nodes are available: 1 Insufficient cpu.',
    lastTimestamp: null,
  });
});
