import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AdminTopology,
  appPods,
  assertHealthy,
  csvField,
  findTools,
  type GuideValues,
  getObject,
  type KubernetesObject,
  pollUntil,
  projectVersion,
  readGuideValues,
  type TestCluster,
  topologySeenBy,
} from '@cartridge-on-kubernetes/test-kit';
import { stringify } from 'yaml';
import { packageCharts } from '../../../scripts/charts/package-charts.ts';
import { type ServedFolder, serveFolder } from '../../../scripts/charts/serve-folder.ts';
import { deleteAppPods } from './delete-app-pods.ts';
import { KeyWriter } from './key-writer.ts';
import { openCluster } from './open-cluster.ts';

export const namespace = 'tarantool';
export const version = projectVersion;
const firstRouter = 'routers-0-0';

export async function openGuide(): Promise<Guide> {
  const guide = new Guide();
  await guide.open();
  return guide;
}

/** What happens to the operator while it does what a step of the reader asks for. */
export type OperatorFate = 'the operator left alone' | 'the operator deleted in the middle of each step';

/** A reader of the guide: a cluster, the repository of charts added to helm, a folder for values files. */
export class Guide {
  readonly values: GuideValues = readGuideValues();
  readonly #fate: OperatorFate;
  #opened: { cluster: TestCluster; folder: string; charts: ServedFolder; keys: KeyWriter } | undefined;

  constructor(fate: OperatorFate = 'the operator left alone') {
    this.#fate = fate;
  }

  async open(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'guide-'));
    const repository = join(folder, 'charts');
    await packageCharts({ helm: (await findTools()).helm, folder: repository });
    const charts = await serveFolder({ folder: repository, port: 0 });
    const cluster = await openCluster();
    this.#opened = { cluster, folder, charts, keys: new KeyWriter(cluster, { namespace, pod: firstRouter }) };
    await cluster.helm('repo', 'add', 'tarantool', charts.url);
  }

  get cluster(): TestCluster {
    return this.#needOpened().cluster;
  }

  get folder(): string {
    return this.#needOpened().folder;
  }

  /** A client of the application; writes nothing before it is started. */
  get keys(): KeyWriter {
    return this.#needOpened().keys;
  }

  /** What the first router says of the whole cluster. */
  topology(): Promise<AdminTopology> {
    return topologySeenBy(this.cluster, namespace, firstRouter);
  }

  pods(): Promise<Record<string, KubernetesObject>> {
    return appPods(this.cluster, namespace);
  }

  async deletePods(): Promise<void> {
    await Promise.all([deleteAppPods(this.cluster, namespace), this.#meetFate()]);
  }

  async installOperator(...more: string[]): Promise<void> {
    const args = ['install', 'tarantool-operator', 'tarantool/tarantool-operator'];
    await this.cluster.helm(
      ...args,
      ...inNamespace(more),
      '--create-namespace',
      '--version',
      version,
      ...more,
    );
  }

  async installApp(values: object, ...more: string[]): Promise<void> {
    await this.#withValues('install', values, more);
    await this.#meetFate();
  }

  async upgradeApp(values: object, ...more: string[]): Promise<void> {
    await this.#withValues('upgrade', values, more);
    await this.#meetFate();
  }

  async uninstallApp(): Promise<void> {
    await this.cluster.helm('uninstall', 'test-app', '--namespace', namespace);
    await this.#meetFate();
  }

  /** The guide's cluster, installed and Ready. */
  async installAll(values: object = this.values): Promise<void> {
    await this.installOperator();
    await this.installApp(values);
    await this.untilReady();
  }

  async untilReady(deadlineSeconds = 60): Promise<void> {
    await pollUntil({ until: 'the Cluster is Ready and healthy', deadlineSeconds }, async () => {
      const { status } = await this.clusterObject();
      if (status?.state !== 'Ready') throw new Error(JSON.stringify(status ?? {}));
      assertHealthy(await this.topology());
    });
  }

  /** Both releases and the volumes; resolves when no pod is left. */
  async uninstallAll(): Promise<void> {
    await this.uninstallApp();
    await this.cluster.helm('uninstall', 'tarantool-operator', '--namespace', namespace);
    await this.cluster.kubectl('delete', 'pvc', '--all', '--namespace', namespace);
    await pollUntil({ until: 'no pod is left', deadlineSeconds: 90 }, async () => {
      const pods = await this.cluster.kubectl('get', 'pods', '--namespace', namespace, '--output', 'name');
      if (pods !== '') throw new Error(pods);
    });
  }

  clusterObject(): Promise<KubernetesObject> {
    return getObject(this.cluster, { namespace, kind: 'clusters.tarantool.io', name: 'test-app' });
  }

  async stop(): Promise<void> {
    if (this.#opened === undefined) return;
    const { keys, charts, cluster, folder } = this.#opened;
    await keys.pause();
    await charts[Symbol.asyncDispose]();
    await cluster.stop();
    await rm(folder, { recursive: true });
  }

  async #withValues(verb: 'install' | 'upgrade', values: object, more: string[]): Promise<void> {
    const file = join(this.folder, 'values.yaml');
    await writeFile(file, stringify(values));
    const args = [
      '-f',
      csvField(file),
      'test-app',
      'tarantool/cartridge',
      ...inNamespace(more),
      '--version',
      version,
    ];
    await this.cluster.helm(verb, ...args, ...more);
  }

  async #meetFate(): Promise<void> {
    if (this.#fate === 'the operator left alone') return;
    const operator = ['-l', 'name=tarantool-operator', '--namespace', namespace];
    await this.cluster.kubectl('delete', 'pods', ...operator, '--wait=false');
  }

  #needOpened() {
    if (this.#opened === undefined) throw new Error('The guide is opened before the tests, not before that');
    return this.#opened;
  }
}

function inNamespace(more: string[]): string[] {
  return more.includes('--namespace') ? [] : ['--namespace', namespace];
}
