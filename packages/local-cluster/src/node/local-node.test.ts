import { readdirSync, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configMaps, events, persistentVolumeClaims, persistentVolumes, pods } from '../in-process/kinds.ts';
import { silentLog } from '../runtime/log.ts';
import { buildPod } from '../testing/pod-builder.ts';
import { buildScriptImage, startTestCluster, type TestCluster } from '../testing/running-cluster.ts';

let test: TestCluster;
const patience = { timeout: 45_000, interval: 20 };
const log = { follow: false, previous: false, timestamps: false };

const server = `
import { createServer } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
console.log('greeting', process.env.GREETING ?? 'none');
process.on('SIGTERM', () => { console.log('ending'); process.exit(0); });
createServer((request, response) => {
  if (request.url === '/crash') process.exit(3);
  if (request.url.startsWith('/read')) return response.end(readFileSync(request.url.slice(5)));
  if (request.url.startsWith('/write')) writeFileSync(request.url.slice(6), 'kept');
  response.end('served');
}).listen(8080, '0.0.0.0', () => console.log('listening'));
`;

beforeAll(async () => {
  test = await startTestCluster();
  await buildScriptImage(test.images, 'example/app:1', server);
}, 30_000);

afterAll(() => test.remove());

const key = (name: string) => ({ namespace: 'default', name });

function statusOf(name: string) {
  return test.objects.read(pods, key(name))?.status;
}

function containerOf(name: string) {
  return statusOf(name)?.containerStatuses?.[0];
}

async function untilReady(name: string): Promise<string> {
  await vi.waitFor(() => expect(containerOf(name)?.ready).toBe(true), patience);
  return statusOf(name)?.podIP ?? '';
}

function eventsOf(name: string): string[] {
  const found = test.objects.list(events).filter(event => event.involvedObject.name === name);
  return found.map(event => `${event.reason}: ${event.message}`);
}

async function readLog(pod: string, options: Partial<typeof log> = {}): Promise<string> {
  return text(await test.cluster.node.logs({ namespace: 'default', pod }, { ...log, ...options }));
}

async function remove(name: string): Promise<void> {
  await test.objects.delete(pods, key(name), { gracePeriodSeconds: 1 });
  await vi.waitFor(() => expect(statusOf(name)).toBeUndefined(), patience);
}

describe('a pod', () => {
  it('runs, serves on its own address, says so in events, and ends', async () => {
    const readinessProbe = { httpGet: { path: '/', port: 8080 } };
    await test.objects.create(pods, buildPod('web', { readinessProbe }));
    const address = await untilReady('web');
    expect(await (await fetch(`http://${address}:8080/`)).text()).toBe('served');
    expect(statusOf('web')?.phase).toBe('Running');
    await vi.waitFor(
      () =>
        expect(eventsOf('web')).toEqual(
          expect.arrayContaining([
            'Scheduled: Successfully assigned default/web to local',
            'Pulled: Container image "example/app:1" already present on machine',
            'Created: Created container main',
            'Started: Started container main',
          ]),
        ),
      patience,
    );
    expect(await readLog('web')).toBe('greeting none\nlistening\n');
    await remove('web');
    await expect(fetch(`http://${address}:8080/`)).rejects.toThrow();
  });

  it('lets commands run inside it and ports be forwarded', async () => {
    await test.objects.create(pods, buildPod('inside', { readinessProbe: { tcpSocket: { port: 8080 } } }));
    await untilReady('inside');
    const stdout = new PassThrough();
    const command = ['node', '-e', 'console.log(os.hostname()); process.exit(7)'];
    const { exitCode } = await test.cluster.node.exec(
      { namespace: 'default', pod: 'inside' },
      { command, stdout, tty: false },
    );
    stdout.end();
    expect([await text(stdout), exitCode]).toEqual(['inside\n', 7]);
    const socket = await test.cluster.node.portForward({ namespace: 'default', pod: 'inside' }, 8080);
    socket.end('GET / HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toContain('served');
    await remove('inside');
  });

  it('is started again at once after a crash, keeps the log before, and then backs off', async () => {
    await test.objects.create(pods, buildPod('crashing', { readinessProbe: { tcpSocket: { port: 8080 } } }));
    const address = await untilReady('crashing');
    await expect(fetch(`http://${address}:8080/crash`)).rejects.toThrow();
    await vi.waitFor(() => expect(containerOf('crashing')?.restartCount).toBe(1), patience);
    await untilReady('crashing');
    expect(containerOf('crashing')?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(await readLog('crashing', { previous: true })).toContain('listening');
    await expect(fetch(`http://${address}:8080/crash`)).rejects.toThrow();
    await vi.waitFor(
      () => expect(containerOf('crashing')?.state?.waiting?.reason).toBe('CrashLoopBackOff'),
      patience,
    );
    expect(containerOf('crashing')?.state?.waiting?.message).toMatch(
      /^back-off 10s restarting failed container=main pod=crashing_default\(/,
    );
    await remove('crashing');
  });

  it('waits for a ConfigMap and starts as soon as it is there', async () => {
    const env = [{ name: 'GREETING', valueFrom: { configMapKeyRef: { name: 'words', key: 'greeting' } } }];
    await test.objects.create(pods, buildPod('configured', { env }));
    await vi.waitFor(
      () =>
        expect(containerOf('configured')?.state?.waiting).toMatchObject({
          reason: 'CreateContainerConfigError',
          message: 'configmap "words" not found',
        }),
      patience,
    );
    await test.objects.create(configMaps, {
      metadata: { name: 'words', namespace: 'default' },
      data: { greeting: 'hello' },
    });
    await untilReady('configured');
    await vi.waitFor(async () => expect(await readLog('configured')).toContain('greeting hello'), patience);
    await remove('configured');
  });

  it('says which volume is missing', async () => {
    const volumes = [{ name: 'config', configMap: { name: 'absent' } }];
    const volumeMounts = [{ name: 'config', mountPath: '/etc/app' }];
    await test.objects.create(pods, buildPod('unmounted', { volumeMounts }, { volumes }));
    await vi.waitFor(
      () =>
        expect(eventsOf('unmounted')).toContain(
          'FailedMount: MountVolume.SetUp failed for volume "config" : configmap "absent" not found',
        ),
      patience,
    );
    await vi.waitFor(
      () => expect(containerOf('unmounted')?.state?.waiting?.reason).toBe('ContainerCreating'),
      patience,
    );
    await test.objects.create(configMaps, {
      metadata: { name: 'absent', namespace: 'default' },
      data: { 'a.txt': 'now' },
    });
    const address = await untilReady('unmounted');
    await vi.waitFor(
      async () => expect(await (await fetch(`http://${address}:8080/read/etc/app/a.txt`)).text()).toBe('now'),
      patience,
    );
    await remove('unmounted');
  });

  it('says what to do about an image nobody has, and starts when it is loaded', async () => {
    const image = '127.0.0.1:9/example/late:1';
    await test.objects.create(pods, buildPod('late', { image }));
    await vi.waitFor(
      () => expect(containerOf('late')?.state?.waiting?.reason).toBe('ErrImagePull'),
      patience,
    );
    expect(containerOf('late')?.state?.waiting?.message).toContain('cartridge local image load');
    await expect(readLog('late')).rejects.toThrow('is waiting to start: trying and failing to pull image');
    await buildScriptImage(test.images, image, server);
    await untilReady('late');
    await remove('late');
  });

  it('waits for room and starts when there is some', async () => {
    const resources = { requests: { cpu: '3' } };
    await test.objects.create(pods, buildPod('first', { resources }));
    await untilReady('first');
    await test.objects.create(pods, buildPod('second', { resources }));
    await vi.waitFor(
      () =>
        expect(eventsOf('second')[0]).toMatch(
          /^FailedScheduling: 0\/1 nodes are available: 1 Insufficient cpu\./,
        ),
      patience,
    );
    expect(statusOf('second')?.conditions?.[0]).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
    });
    await remove('first');
    await untilReady('second');
    await remove('second');
  });

  it('runs init containers before the others, and ends for good when it may not restart', async () => {
    const command = ['node', '-e', 'fs.appendFileSync("/shared-volume/order", process.env.STEP)'];
    const volumeMounts = [{ name: 'work', mountPath: '/shared-volume' }];
    const step = (STEP: string) => ({ command, volumeMounts, env: [{ name: 'STEP', value: STEP }] });
    const show = {
      ...step('3'),
      command: ['node', '-e', 'console.log(fs.readFileSync("/shared-volume/order", "utf8"))'],
    };
    await test.objects.create(
      pods,
      buildPod('ordered', show, {
        restartPolicy: 'Never',
        volumes: [{ name: 'work', emptyDir: {} }],
        initContainers: ['1', '2'].map(name => ({
          name: `step-${name}`,
          image: 'example/app:1',
          ...step(name),
        })),
      }),
    );
    await vi.waitFor(() => expect(statusOf('ordered')?.phase).toBe('Succeeded'), patience);
    expect(await readLog('ordered')).toBe('12\n');
    await remove('ordered');
  });

  it('says once of a program that is not Node that it sees the machine', async () => {
    await test.objects.create(pods, buildPod('other', { command: ['sh', '-c', 'sleep 0.1; exit 1'] }));
    await vi.waitFor(() => expect(containerOf('other')?.restartCount).toBe(1), patience);
    await vi.waitFor(() => expect(eventsOf('other').join()).toContain('NotIsolated'), patience);
    const found = eventsOf('other').filter(event => event.startsWith('NotIsolated'));
    expect(found).toEqual([expect.stringContaining('Container main runs sh, which is not Node')]);
    await remove('other');
  });

  it('ends a container whose liveness probe fails', async () => {
    const livenessProbe = {
      exec: { command: ['node', '-e', 'process.exit(1)'] },
      periodSeconds: 1,
      failureThreshold: 1,
    };
    await test.objects.create(pods, buildPod('unhealthy', { livenessProbe }));
    await vi.waitFor(() => expect(containerOf('unhealthy')?.restartCount).toBe(1), patience);
    await vi.waitFor(
      () =>
        expect(eventsOf('unhealthy')).toContain(
          'Killing: Container main failed liveness probe, will be restarted',
        ),
      patience,
    );
    await remove('unhealthy');
  });
});

describe('the node', () => {
  it('brings pods back with their data and addresses, also where its folder was moved, and leaves no process behind', async () => {
    await test.objects.create(persistentVolumeClaims, {
      metadata: { name: 'data', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const container = {
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      readinessProbe: { tcpSocket: { port: 8080 } },
    };
    await test.objects.create(pods, buildPod('lasting', container, { volumes }));
    const address = await untilReady('lasting');
    await fetch(`http://${address}:8080/write/data/file`);
    await test.cluster.stop();
    expect(processesOf(test.folder)).toEqual([]);
    await test.restart();
    await vi.waitFor(() => expect(containerOf('lasting')?.restartCount).toBe(1), patience);
    expect(await untilReady('lasting')).toBe(address);
    expect(await (await fetch(`http://${address}:8080/read/data/file`)).text()).toBe('kept');

    const moved = join(test.folder, 'moved');
    await test.restart(async () => {
      await rename(test.stateFolder, moved);
      test.stateFolder = moved;
    });
    await vi.waitFor(() => expect(containerOf('lasting')?.restartCount).toBe(2), patience);
    expect(await untilReady('lasting')).toBe(address);
    expect(await (await fetch(`http://${address}:8080/read/data/file`)).text()).toBe('kept');
    const folders = test.objects.list(persistentVolumes).map(volume => volume.spec?.hostPath?.path);
    expect(folders).toEqual([expect.stringContaining(moved)]);
    await remove('lasting');
  });
});

describe('a stop of the cluster', () => {
  const errors: string[] = [];
  let own: TestCluster;

  beforeAll(async () => {
    const error = (message: string): number => errors.push(message);
    own = await startTestCluster({ log: { ...silentLog, error } });
    await buildScriptImage(own.images, 'example/app:1', server);
  }, 30_000);
  afterAll(() => own.remove());

  it('writes how the containers ended before the store closes, and logs no error', async () => {
    const readinessProbe = { tcpSocket: { port: 8080 } };
    await own.objects.create(pods, buildPod('ended', { readinessProbe }));
    const container = () => own.objects.read(pods, key('ended'))?.status?.containerStatuses?.[0];
    await vi.waitFor(() => expect(container()?.ready).toBe(true), patience);
    await own.restart();
    expect(errors).toEqual([]);
    await vi.waitFor(() => expect(container()?.ready).toBe(true), patience);
    expect(container()?.lastState?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });
});

function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => readCommand(pid))
    .filter(command => command.includes(folder));
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
