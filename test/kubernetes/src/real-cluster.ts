import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Forward,
  findTools,
  forwardPort,
  pollUntil,
  repository,
  type TestCluster,
} from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { kubeconfig } from './folders.ts';
import { importBuiltImage, writeApplicationBase } from './test-images.ts';

const command = join(repository, 'packages/cli/bin/cartridge.js');

/** The real cluster as one test file sees it: what the file created is gone after `stop`, the cluster stays. */
export class RealTestCluster implements TestCluster {
  readonly name = 'real Kubernetes';
  readonly home: string;
  readonly #tools: { kubectl: string; helm: string };

  constructor(home: string, tools: { kubectl: string; helm: string }) {
    this.home = home;
    this.#tools = tools;
  }

  kubectl(...args: string[]): Promise<string> {
    return this.#run(this.#tools.kubectl, args);
  }

  helm(...args: string[]): Promise<string> {
    return this.#run(this.#tools.helm, args);
  }

  async packImage(folder: string, tag: string): Promise<void> {
    const from = await writeApplicationBase(this.home);
    // The base has the rocks: they come from the internet otherwise.
    const options = ['--tag', tag, '--from', from, '--no-build'];
    await this.#run(process.execPath, [command, 'pack', 'docker', folder, ...options]);
    await importBuiltImage(tag);
  }

  portForward(pod: string, { namespace, port }: { namespace: string; port: number }): Promise<Forward> {
    return forwardPort({ kubectl: this.#tools.kubectl, env: this.#env(), pod, namespace, port });
  }

  async stop(): Promise<void> {
    const ownNamespaces = async () =>
      (await this.kubectl('get', 'namespaces', '--output', 'name'))
        .split('\n')
        .filter(name => name !== '' && !/\/(default|kube-.*)$/.test(name))
        .map(name => name.replace('namespace/', ''));
    const created = await ownNamespaces();
    await Promise.all(created.map(namespace => this.#endPods(namespace)));
    if (created.length > 0) await this.kubectl('delete', 'namespaces', '--wait=false', ...created);
    await pollUntil({ until: 'the namespaces of the test are gone', deadlineSeconds: 120 }, async () => {
      const left = await ownNamespaces();
      if (left.length > 0) throw new Error(left.join(' '));
    });
    // helm leaves definitions, and does not replace those of an earlier version that a test installed.
    await this.kubectl('delete', 'customresourcedefinitions', '--all');
    await rm(this.home, { recursive: true, force: true });
  }

  /** A namespace that finds pods looks again after half of their grace, however soon they end. */
  async #endPods(namespace: string): Promise<void> {
    const all = ['--all', '--namespace', namespace, '--timeout=60s'];
    // Operators first: they would make the others again.
    await this.kubectl('delete', 'deployments', '--cascade=foreground', ...all);
    await this.kubectl('delete', 'statefulsets,jobs,pods', ...all);
  }

  async #run(file: string, args: string[]): Promise<string> {
    const { stdout } = await execa(file, args, { env: this.#env(), stdin: 'ignore' });
    return stdout;
  }

  #env(): Record<string, string> {
    return {
      HELM_CACHE_HOME: join(this.home, 'helm-cache'),
      HELM_CONFIG_HOME: join(this.home, 'helm-config'),
      KUBECONFIG: kubeconfig,
    };
  }
}

export async function openRealTestCluster(): Promise<RealTestCluster> {
  return new RealTestCluster(await mkdtemp(join(tmpdir(), 'real-cluster-test-')), await findTools());
}
