import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createKubeClient,
  type KubeObject,
  loadKubeconfig,
  type Resource,
  WatchCache,
} from '@cartridge-on-kubernetes/kube';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { repository } from '@cartridge-on-kubernetes/test-kit';
import { pollUntil } from '../src/poll-until.ts';

/**
 * In place of scheduler and kubelet, where Kubernetes has only its control plane: each pod of an application becomes a
 * dev instance on a loopback address of its own, and Ready when that serves.
 */
interface Pod extends KubeObject {
  metadata: { name: string; namespace: string; uid: string };
  spec: { hostname: string; subdomain: string; containers: Array<{ env: EnvironmentVariable[] }> };
}
interface EnvironmentVariable {
  name: string;
  value?: string;
  valueFrom?: { fieldRef?: { fieldPath: string } };
}

const pods: Resource<Pod> = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };
const namesOfPods = fileURLToPath(new URL('./pod-names.cjs', import.meta.url));
const program = join(repository, 'dist/dev-instance/main.mjs');
const application = join(repository, 'examples/guide/test-app/init.lua');

export async function startStandInNode(kubeconfig: string): Promise<AsyncDisposable> {
  const node = new StandInNode(kubeconfig);
  await node.start();
  return node;
}

class StandInNode implements AsyncDisposable {
  readonly #kubeconfig: string;
  readonly #instances = new Map<string, ChildProcess>();
  readonly #addresses: Record<string, string> = {};
  #stop: () => Promise<void> = async () => {};
  /** one of many, so that runs beside each other do not meet */
  readonly #network = `127.${randomInt(64, 255)}.${randomInt(1, 255)}`;
  #folder = '';

  constructor(kubeconfig: string) {
    this.#kubeconfig = kubeconfig;
  }

  async start(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'stand-in-node-'));
    const connection = await loadKubeconfig({
      file: this.#kubeconfig,
      environment: {},
      homeFolder: tmpdir(),
      clock: nodePlatform.clock,
    });
    const client = createKubeClient(connection, { platform: nodePlatform });
    const cache = new WatchCache({
      client,
      platform: nodePlatform,
      resource: pods,
      labelSelector: 'tarantool.io/cluster-id',
      project: pod => pod,
      onChange: change => {
        if (change.kind === 'deleted') this.#end(change.key);
        else if (!this.#instances.has(change.key)) this.#begin(change.key, change.value, report);
      },
    });
    const report = async (pod: Pod, address: string) => {
      const { name, namespace } = pod.metadata;
      await pollUntil(`${name} serves`, 60_000, () => fetch(`http://${address}:8081/`));
      const body = { status: runningAt(address) };
      await client.patch(pods, { name, namespace, subresource: 'status' }, { kind: 'merge', body });
    };
    this.#stop = async () => {
      await cache.stop();
      await client.close();
    };
    await cache.start();
  }

  #begin(key: string, pod: Pod, report: (pod: Pod, address: string) => Promise<void>): void {
    const address = `${this.#network}.${this.#instances.size + 1}`;
    const { name, namespace } = pod.metadata;
    this.#addresses[`${name}.${pod.spec.subdomain}.${namespace}.svc.cluster.local`] = address;
    const names = join(this.#folder, 'names.json');
    writeFileSync(names, JSON.stringify(this.#addresses));
    const child = spawn(process.execPath, ['--require', namesOfPods, program, application], {
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        ...environmentOf(pod),
        TARANTOOL_WORKDIR: join(this.#folder, name),
        TARANTOOL_HTTP_HOST: address,
        POD_NAMES_FILE: names,
      },
    });
    this.#instances.set(key, child);
    report(pod, address).catch(error => console.error(`${name} did not become Ready: ${error.message}`));
  }

  #end(key: string): void {
    this.#instances.get(key)?.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    for (const child of this.#instances.values()) child.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function environmentOf(pod: Pod): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const { name, value, valueFrom } of pod.spec.containers[0]?.env ?? []) {
    const text = valueFrom?.fieldRef?.fieldPath === 'metadata.name' ? pod.metadata.name : (value ?? '');
    environment[name] = text.replace(/\$\((\w+)\)/g, (whole, other) => environment[other] ?? whole);
  }
  return environment;
}

function runningAt(podIP: string) {
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(type => ({
    type,
    status: 'True',
  }));
  return { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions };
}
