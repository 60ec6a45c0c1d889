import type { ObjectMeta } from '@cartridge-on-kubernetes/api';
import type { Resource } from '../resource.ts';

export interface TestPod {
  metadata: ObjectMeta;
  status?: { phase?: string };
}

export const pods: Resource<TestPod> = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  namespaced: true,
};

export function pod(name: string, extra: { labels?: Record<string, string>; phase?: string } = {}): TestPod {
  return {
    metadata: {
      name,
      namespace: 'tarantool',
      ...(extra.labels === undefined ? {} : { labels: extra.labels }),
    },
    ...(extra.phase === undefined ? {} : { status: { phase: extra.phase } }),
  };
}
