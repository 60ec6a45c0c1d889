import { type KubeObject, type Resource, WatchCache } from '@cartridge-on-kubernetes/kube';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { inBackground, onUnhandledErrors } from '@cartridge-on-kubernetes/process';
import { execa } from 'execa';
import { openClusterClient } from '../src/cluster-client.ts';
import { type PodObject, type PolicyObject, podOf, policyOf } from './objects.ts';
import { filterRules } from './rules.ts';

/** Keeps the packet filter of the node as the NetworkPolicies say. Runs as a process of its own until it is ended. */
const pods: Resource<PodObject> = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  namespaced: true,
};
const namespaces: Resource<KubeObject> = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};
const policies: Resource<PolicyObject> = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'networkpolicies',
  kind: 'NetworkPolicy',
  namespaced: true,
};

onUnhandledErrors(({ error }) => {
  console.error(error);
  return 'end';
});

const client = await openClusterClient();
let enforced = '';
let isStale = false;
let isEnforcing = false;

const caches = {
  pods: new WatchCache({
    client,
    platform: nodePlatform,
    resource: pods,
    project: podOf,
    onChange: enforceSoon,
  }),
  namespaces: new WatchCache({
    client,
    platform: nodePlatform,
    resource: namespaces,
    project: ({ metadata }) => ({ name: metadata?.name ?? '', labels: metadata?.labels ?? {} }),
    onChange: enforceSoon,
  }),
  policies: new WatchCache({
    client,
    platform: nodePlatform,
    resource: policies,
    project: policyOf,
    onChange: enforceSoon,
  }),
};
await Promise.all(Object.values(caches).map(cache => cache.start()));
enforceSoon();

function enforceSoon(): void {
  isStale = true;
  if (!isEnforcing) inBackground(enforceUntilFresh(), end);
}

/** As an unhandled error: rules that are stale would stay in force unnoticed. */
function end(error: Error): never {
  throw error;
}

async function enforceUntilFresh(): Promise<void> {
  isEnforcing = true;
  while (isStale) {
    isStale = false;
    await enforce().catch(error => console.error(error instanceof Error ? error.message : error));
  }
  isEnforcing = false;
}

async function enforce(): Promise<void> {
  const rules = filterRules({
    pods: caches.pods.list().filter(pod => pod !== undefined),
    namespaces: caches.namespaces.list(),
    policies: caches.policies.list(),
  });
  if (rules === enforced) return;
  await execa('nft', ['--file', '-'], { input: rules });
  enforced = rules;
}
