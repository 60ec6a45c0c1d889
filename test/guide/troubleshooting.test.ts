import {
  appPods,
  condition,
  type GuideValues,
  isReady,
  type KubernetesObject,
  pollUntil,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Guide, namespace, openGuide } from './support/guide.ts';
import { firstImage, packApp, secondImage, secondTag } from './support/pack-app.ts';

/** Each trouble is told by `kubectl get pods`, by the pod's events, and by the Cluster itself. */
describe('troubleshooting', () => {
  let guide: Guide;
  let cluster: Guide['cluster'];
  let values: GuideValues;

  beforeAll(async () => {
    guide = await openGuide();
    ({ cluster, values } = guide);
    await packApp(cluster, firstImage);
    await guide.installOperator();
  });
  afterEach(async () => {
    await cluster.helm('uninstall', 'test-app', '--namespace', namespace);
    await pollUntil({ until: 'the pods of the app are gone', deadlineSeconds: 90 }, async () => {
      expect(Object.keys(await appPods(cluster, namespace))).toEqual([]);
    });
    await cluster.kubectl('delete', 'pvc,events', '--all', '--namespace', namespace);
  });
  afterAll(() => guide?.stop());

  test('Pending for lack of CPU is cured by lowering CPUallocation alone', async () => {
    const greedy = withValues(values, changed => {
      changed.RoleConfig[0].CPUallocation = 1000;
    });
    await guide.installApp(greedy);
    await pollUntil({ until: 'routers-0-0 is Pending and the Cluster says why' }, async () => {
      expect(await getPods()).toMatch(/^routers-0-0 +0\/1 +Pending /m);
      // A real scheduler speaks of the unbound volume first and counts its later words as repetitions of it.
      expect(await describePod('routers-0-0')).toMatch(
        /Warning +(FailedScheduling|PodPending) .*0\/1 nodes are available: 1 Insufficient cpu/,
      );
      expectProblem(await guide.clusterObject(), {
        object: 'Pod/routers-0-0',
        reason: 'PodPending',
        message: /Insufficient cpu/,
      });
    });
    const storages = await uidsOf(['storages-0-0', 'storages-0-1']);
    await guide.upgradeApp(values);
    await guide.untilReady(90);
    expect(await uidsOf(['storages-0-0', 'storages-0-1'])).toEqual(storages);
    expect(await replacedPods()).toEqual(['routers-0-0']);
  });

  test('ContainerCreating for a volume that cannot be mounted is cured by the corrected values alone', async () => {
    await guide.installApp({
      ...values,
      extraVolumes: [{ name: 'tls', secret: { secretName: 'test-app-tls' } }],
      extraVolumeMounts: [{ name: 'tls', mountPath: '/etc/tls' }],
    });
    await pollUntil({ until: 'routers-0-0 waits for its volume and the Cluster says so' }, async () => {
      expect(await getPods()).toMatch(/^routers-0-0 +0\/1 +ContainerCreating /m);
      expect(await describePod('routers-0-0')).toMatch(
        /Warning +FailedMount .*secret "test-app-tls" not found/,
      );
      expectProblem(await guide.clusterObject(), {
        object: 'Pod/routers-0-0',
        reason: 'VolumeNotMounted',
        message: /test-app-tls/,
      });
    });
    await guide.upgradeApp(values);
    await guide.untilReady(90);
    expect(await replacedPods()).toEqual(['routers-0-0', 'storages-0-0', 'storages-0-1']);
  });

  test('CrashLoopBackOff for a bug in init.lua is cured by the corrected image alone', async () => {
    await packApp(cluster, secondImage, {
      file: 'init.lua',
      edit: source => `${source}\nerror('unhandled error')\n`,
    });
    await guide.installApp(
      withValues(values, changed => {
        changed.image.tag = secondTag;
      }),
    );
    await pollUntil({ until: 'the pods crash and the Cluster says so', deadlineSeconds: 90 }, async () => {
      expect(await getPods()).toMatch(/^routers-0-0 +0\/1 +CrashLoopBackOff +[1-9]/m);
      const description = await describePod('routers-0-0');
      expect(description).toMatch(/Normal +Started .*Started container pim-storage/);
      expect(description).toMatch(/Warning +BackOff .*Back-off restarting failed container/);
      expect(await cluster.kubectl('logs', 'routers-0-0', '--namespace', namespace)).toMatch(
        /init\.lua:\d+: unhandled error[\s\S]*fatal error, exiting the event loop/,
      );
      expectProblem(await guide.clusterObject(), {
        object: 'Pod/routers-0-0',
        reason: 'CrashLoop',
        message: /unhandled error|fatal error/,
      });
    });
    await guide.upgradeApp(values);
    // Between two crashes a pod runs for a moment, and is replaced in the pause that follows.
    await guide.untilReady(180);
    for (const pod of Object.values(await appPods(cluster, namespace))) expect(isReady(pod)).toBe(true);
  });

  const getPods = () => cluster.kubectl('get', 'pods', '--namespace', namespace);
  const uidsOf = async (names: string[]) => {
    const pods = await appPods(cluster, namespace);
    return names.map(name => pods[name]?.metadata.uid);
  };
  /** Those that the operator says to have deleted in this namespace since the release was installed. */
  const replacedPods = async () => {
    const format = 'jsonpath={range .items[*]}{.involvedObject.name}{"\\n"}{end}';
    const selector = 'reason=PodReplaced';
    const text = await cluster.kubectl(
      ...['get', 'events', '--namespace', namespace, '--field-selector', selector, '-o', format],
    );
    return [...new Set(text.split('\n').filter(name => name !== ''))].sort();
  };
  const describePod = (pod: string) => cluster.kubectl('describe', 'pods', pod, '--namespace', namespace);
});

function expectProblem(
  object: KubernetesObject,
  problem: { object: string; reason: string; message: RegExp },
): void {
  expect(condition(object, 'Ready')).toMatchObject({ status: 'False' });
  expect(object.status?.problems).toContainEqual(
    expect.objectContaining({
      object: problem.object,
      reason: problem.reason,
      message: expect.stringMatching(problem.message),
      cure: expect.stringMatching(/\S/),
    }),
  );
}
