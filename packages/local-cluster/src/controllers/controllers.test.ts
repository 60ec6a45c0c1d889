import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventRecorder } from '../events/event-recorder.ts';
import { type ApiServer, startApiServer } from '../http/api-server.ts';
import {
  configMaps,
  deployments,
  endpointSlices,
  endpoints,
  jobs,
  namespaces,
  persistentVolumeClaims,
  persistentVolumes,
  podDisruptionBudgets,
  pods,
  replicaSets,
  services,
  statefulSets,
} from '../in-process/kinds.ts';
import { type Kind, keyOf, type Stored, TypedObjects } from '../in-process/typed-objects.ts';
import { silentLog } from '../runtime/log.ts';
import type { RunningController } from './controller-context.ts';
import { runControllers } from './run-controllers.ts';

let folder: string;
let api: ApiServer;
let objects: TypedObjects;
let controllers: RunningController;
const patience = { timeout: 45_000, interval: 10 };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'controllers-'));
  api = await startApiServer({ stateFolder: folder });
  objects = new TypedObjects(api.objects);
  const recorder = (component: string) => new EventRecorder({ objects, log: silentLog, component });
  controllers = runControllers(
    { objects, log: silentLog, recorder },
    { volumesFolder: join(folder, 'volumes') },
  );
});

afterEach(async () => {
  await controllers.stop();
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const namespace = 'default';
const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example/web:1' }] } };

function names<T>(kind: Kind<T>): string[] {
  return objects.list(kind, { namespace }).map(object => object.metadata.name);
}

/** Reports the pod as Running and Ready, as the node does. */
async function reportReady(name: string, podIP = '127.9.1.1'): Promise<void> {
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }];
  await objects.patchStatus(pods, { namespace, name }, { phase: 'Running', podIP, conditions });
}

async function until(check: () => void): Promise<void> {
  await vi.waitFor(check, patience);
}

async function makeReady(count: number): Promise<void> {
  await until(() => expect(names(pods)).toHaveLength(count));
  for (const [index, name] of names(pods).entries()) await reportReady(name, `127.9.1.${index + 1}`);
}

describe('StatefulSet', () => {
  const set = {
    metadata: { name: 'web', namespace },
    spec: {
      serviceName: 'web',
      replicas: 2,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  };

  it('makes pods and bound claims, and counts them', async () => {
    await objects.create(statefulSets, set);
    await makeReady(2);
    expect(names(pods)).toEqual(['web-0', 'web-1']);
    await until(() =>
      expect(objects.read(statefulSets, { namespace, name: 'web' })?.status).toMatchObject({
        replicas: 2,
        readyReplicas: 2,
        updatedReplicas: 2,
        observedGeneration: 1,
      }),
    );
    await until(() =>
      expect(objects.list(persistentVolumeClaims, { namespace }).map(claim => claim.status?.phase)).toEqual([
        'Bound',
        'Bound',
      ]),
    );
    expect(objects.read(pods, { namespace, name: 'web-1' })).toMatchObject({
      metadata: {
        labels: { 'apps.kubernetes.io/pod-index': '1', 'statefulset.kubernetes.io/pod-name': 'web-1' },
      },
      spec: {
        hostname: 'web-1',
        subdomain: 'web',
        volumes: expect.arrayContaining([
          { name: 'data', persistentVolumeClaim: { claimName: 'data-web-1' } },
        ]),
      },
    });
  });

  it('replaces a deleted pod by one of the new template with OnDelete', async () => {
    await objects.create(statefulSets, {
      ...set,
      spec: { ...set.spec, updateStrategy: { type: 'OnDelete' } },
    });
    await makeReady(2);
    const next = { spec: { template: { spec: { containers: [{ name: 'main', image: 'example/web:2' }] } } } };
    await objects.mergePatch(statefulSets, { namespace, name: 'web' }, next);
    await until(() =>
      expect(objects.read(statefulSets, { namespace, name: 'web' })?.status?.observedGeneration).toBe(2),
    );
    await objects.delete(pods, { namespace, name: 'web-0' });
    const image = (name: string) => objects.read(pods, { namespace, name })?.spec?.containers[0]?.image;
    await until(() => expect(image('web-0')).toBe('example/web:2'));
    expect(image('web-1')).toBe('example/web:1');
  });

  it('adopts pods that match', async () => {
    const orphan = { metadata: { name: 'web-0', namespace, labels }, spec: template.spec };
    const { metadata } = await objects.create(pods, orphan);
    const { metadata: owner } = await objects.create(statefulSets, set);
    await until(() =>
      expect(objects.read(pods, { namespace, name: 'web-0' })?.metadata.ownerReferences?.[0]?.uid).toBe(
        owner.uid,
      ),
    );
    expect(objects.read(pods, { namespace, name: 'web-0' })?.metadata.uid).toBe(metadata.uid);
  });

  it('keeps claims when it is deleted, and its pods go', async () => {
    await objects.create(statefulSets, set);
    await makeReady(2);
    await objects.delete(statefulSets, { namespace, name: 'web' }, { propagationPolicy: 'Background' });
    await until(() => expect(names(pods)).toEqual([]));
    expect(names(persistentVolumeClaims)).toEqual(['data-web-0', 'data-web-1']);
  });
});

describe('Deployment', () => {
  const deployment = {
    metadata: { name: 'web', namespace },
    spec: { replicas: 2, selector: { matchLabels: labels }, template },
  };

  it('becomes available, and rolls a new template out', async () => {
    await objects.create(deployments, deployment);
    await makeReady(2);
    const available = (): void => {
      const status = objects.read(deployments, { namespace, name: 'web' })?.status;
      expect(status).toMatchObject({ updatedReplicas: 2, availableReplicas: 2, replicas: 2 });
      expect(status?.conditions?.find(found => found.type === 'Progressing')?.reason).toBe(
        'NewReplicaSetAvailable',
      );
    };
    await until(available);
    const next = { spec: { template: { spec: { containers: [{ name: 'main', image: 'example/web:2' }] } } } };
    await objects.mergePatch(deployments, { namespace, name: 'web' }, next);
    await vi.waitFor(async () => {
      for (const name of names(pods)) await reportReady(name);
      expect(objects.list(pods, { namespace }).map(pod => pod.spec?.containers[0]?.image)).toEqual([
        'example/web:2',
        'example/web:2',
      ]);
    }, patience);
    await until(available);
    expect(
      objects
        .list(replicaSets, { namespace })
        .map(set => set.spec?.replicas)
        .sort(),
    ).toEqual([0, 2]);
  });
});

describe('Job', () => {
  it('is complete when its pod succeeded', async () => {
    const spec = { ...template.spec, restartPolicy: 'Never' };
    await objects.create(jobs, { metadata: { name: 'once', namespace }, spec: { template: { spec } } });
    await until(() => expect(names(pods)).toHaveLength(1));
    await objects.patchStatus(pods, { namespace, name: names(pods)[0] ?? '' }, { phase: 'Succeeded' });
    await until(() => {
      const status = objects.read(jobs, { namespace, name: 'once' })?.status;
      expect(status).toMatchObject({ succeeded: 1, active: 0 });
      expect(status?.conditions?.map(found => found.type)).toContain('Complete');
    });
  });
});

describe('Service', () => {
  it('has endpoints as its pods get ready, at once where it publishes all', async () => {
    const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
    await objects.create(services, {
      metadata: { name: 'web', namespace },
      spec: { selector: labels, ports },
    });
    await objects.create(services, {
      metadata: { name: 'all', namespace },
      spec: { selector: labels, ports, clusterIP: 'None', publishNotReadyAddresses: true },
    });
    await objects.create(pods, { metadata: { name: 'web', namespace, labels }, spec: template.spec });
    await objects.patchStatus(pods, { namespace, name: 'web' }, { phase: 'Running', podIP: '127.9.1.1' });
    const subset = (name: string) => objects.read(endpoints, { namespace, name })?.subsets?.[0];
    await until(() => expect(subset('all')?.addresses?.[0]?.ip).toBe('127.9.1.1'));
    await until(() => expect(subset('web')?.notReadyAddresses?.[0]?.ip).toBe('127.9.1.1'));
    await reportReady('web');
    await until(() =>
      expect(subset('web')).toMatchObject({
        addresses: [{ ip: '127.9.1.1' }],
        ports: [{ name: 'http', port: 8080 }],
      }),
    );
    const slice = objects.list(endpointSlices, {
      namespace,
      selector: { matchLabels: { 'kubernetes.io/service-name': 'web' } },
    })[0];
    await until(() => expect(slice).toBeDefined());
  });
});

describe('PodDisruptionBudget', () => {
  it('counts what may be disrupted', async () => {
    const spec = { minAvailable: 1, selector: { matchLabels: labels } };
    await objects.create(podDisruptionBudgets, { metadata: { name: 'web', namespace }, spec });
    for (const name of ['a', 'b']) {
      await objects.create(pods, { metadata: { name, namespace, labels }, spec: template.spec });
      await reportReady(name);
    }
    await until(() =>
      expect(objects.read(podDisruptionBudgets, { namespace, name: 'web' })?.status).toMatchObject({
        currentHealthy: 2,
        desiredHealthy: 1,
        disruptionsAllowed: 1,
      }),
    );
  });
});

describe('claims', () => {
  const claim = (storage: string) => ({
    metadata: { name: 'data', namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  });

  it('grow, and take their volume with them when deleted', async () => {
    await objects.create(persistentVolumeClaims, claim('1Gi'));
    const read = () => objects.read(persistentVolumeClaims, { namespace, name: 'data' });
    await until(() => expect(read()?.status?.phase).toBe('Bound'));
    const volume = objects.read(persistentVolumes, { name: read()?.spec?.volumeName ?? '' });
    const path = volume?.spec?.hostPath?.path ?? '';
    expect(existsSync(path)).toBe(true);
    await objects.mergePatch(persistentVolumeClaims, { namespace, name: 'data' }, claim('2Gi'));
    await until(() => expect(read()?.status?.capacity?.storage).toBe('2Gi'));
    await objects.delete(persistentVolumeClaims, { namespace, name: 'data' });
    await until(() => expect(objects.list(persistentVolumes)).toEqual([]));
    expect(existsSync(path)).toBe(false);
  });

  it('stay while a pod uses them', async () => {
    await objects.create(persistentVolumeClaims, claim('1Gi'));
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    await objects.create(pods, {
      metadata: { name: 'user', namespace },
      spec: { ...template.spec, volumes },
    });
    await until(() =>
      expect(objects.read(persistentVolumeClaims, { namespace, name: 'data' })?.status?.phase).toBe('Bound'),
    );
    await objects.delete(persistentVolumeClaims, { namespace, name: 'data' });
    expect(names(persistentVolumeClaims)).toEqual(['data']);
    await objects.delete(pods, { namespace, name: 'user' });
    await until(() => expect(names(persistentVolumeClaims)).toEqual([]));
  });

  it('larger than the disk stay pending with the reason', async () => {
    await objects.create(persistentVolumeClaims, claim('1Ei'));
    const event = () =>
      api.objects
        .list({ group: '', version: 'v1', resource: 'events' })
        .find(found => found.reason === 'ProvisioningFailed');
    await until(() => expect(event()?.message).toContain('ask for less'));
  });
});

describe('garbage collection', () => {
  async function createConfig(
    name: string,
    owner?: Stored<unknown>,
    blocks = false,
  ): Promise<Stored<unknown>> {
    const ownerReferences = owner && [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: owner.metadata.name,
        uid: owner.metadata.uid,
        blockOwnerDeletion: blocks,
      },
    ];
    return objects.create(configMaps, { metadata: { name, namespace, ownerReferences } });
  }

  it('deletes what a deleted owner leaves, generation after generation', async () => {
    const owner = await createConfig('owner');
    await createConfig('grandchild', await createConfig('child', owner));
    await objects.delete(configMaps, keyOf(owner));
    await until(() => expect(names(configMaps)).toEqual(['kube-root-ca.crt']));
  });

  it('keeps the owner until its dependents are gone in the foreground', async () => {
    const owner = await createConfig('owner');
    await createConfig('child', owner, true);
    await objects.mergePatch(
      configMaps,
      { namespace, name: 'child' },
      { metadata: { finalizers: ['example.com/hold'] } },
    );
    await objects.delete(configMaps, keyOf(owner), { propagationPolicy: 'Foreground' });
    await until(() =>
      expect(
        objects.read(configMaps, { namespace, name: 'child' })?.metadata.deletionTimestamp,
      ).toBeDefined(),
    );
    expect(names(configMaps)).toContain('owner');
    await objects.mergePatch(configMaps, { namespace, name: 'child' }, { metadata: { finalizers: [] } });
    await until(() => expect(names(configMaps)).toEqual(['kube-root-ca.crt']));
  });

  it('orphans on request', async () => {
    const owner = await createConfig('owner');
    await createConfig('child', owner);
    await objects.delete(configMaps, keyOf(owner), { propagationPolicy: 'Orphan' });
    await until(() => expect(names(configMaps)).toEqual(['child', 'kube-root-ca.crt']));
    expect(objects.read(configMaps, { namespace, name: 'child' })?.metadata.ownerReferences ?? []).toEqual(
      [],
    );
  });
});

describe('namespace', () => {
  it('takes all its content with it', async () => {
    await objects.create(namespaces, { metadata: { name: 'demo' } });
    await objects.create(configMaps, { metadata: { name: 'a', namespace: 'demo' } });
    await objects.create(deployments, {
      metadata: { name: 'web', namespace: 'demo' },
      spec: { selector: { matchLabels: labels }, template },
    });
    await objects.delete(namespaces, { name: 'demo' });
    await until(() => expect(objects.read(namespaces, { name: 'demo' })).toBeUndefined());
    expect(objects.list(pods, { namespace: 'demo' })).toEqual([]);
  });
});
