import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Forward, TestCluster } from './cluster.ts';
import { forwardPort } from './forward-port.ts';
import { repository } from './repository.ts';
import { findTools } from './tools.ts';

const command = join(repository, 'packages/cli/bin/cartridge.js');

export interface LocalClusterStatus {
  state: string;
  kubeconfig: string;
  /** where the Web UI answers; absent without an application */
  url?: string;
}

/** A local cluster of its own in a temporary folder, started by the CLI as a user starts it. */
export class LocalTestCluster implements TestCluster {
  readonly name = 'local cluster';
  readonly home: string;
  readonly #tools: { kubectl: string; helm: string };

  constructor(home: string, tools: { kubectl: string; helm: string }) {
    this.home = home;
    this.#tools = tools;
  }

  /** Output of the `cartridge` command with this cluster's state folder; rejects when it fails. */
  async cartridge(...args: string[]): Promise<string> {
    return this.#run(process.execPath, [command, ...args]);
  }

  /** Starts it in the background; resolves when the Cluster is Ready. */
  async up(...args: string[]): Promise<void> {
    await this.cartridge('local', 'up', '--detach', ...args);
  }

  async status(): Promise<LocalClusterStatus> {
    return JSON.parse(await this.cartridge('local', 'status', '--output', 'json'));
  }

  kubectl(...args: string[]): Promise<string> {
    return this.#run(this.#tools.kubectl, args);
  }

  helm(...args: string[]): Promise<string> {
    return this.#run(this.#tools.helm, args);
  }

  async packImage(folder: string, tag: string): Promise<void> {
    await this.cartridge('pack', 'docker', folder, '--tag', tag);
  }

  portForward(pod: string, { namespace, port }: { namespace: string; port: number }): Promise<Forward> {
    return forwardPort({ kubectl: this.#tools.kubectl, env: this.#env(), pod, namespace, port });
  }

  async stop(): Promise<void> {
    await this.cartridge('local', 'down', '--purge');
    await rm(this.home, { recursive: true, force: true });
  }

  async #run(file: string, args: string[]): Promise<string> {
    const { stdout } = await execa(file, args, {
      env: this.#env(),
      stdin: 'ignore',
      // Longer than anything takes; shorter than a test, so that the command that hangs is named.
      timeout: 100_000,
    });
    return stdout;
  }

  #env(): Record<string, string> {
    return {
      CARTRIDGE_LOCAL_HOME: this.home,
      HELM_CACHE_HOME: join(this.home, 'helm-cache'),
      HELM_CONFIG_HOME: join(this.home, 'helm-config'),
      KUBECONFIG: join(this.home, 'kubeconfig'),
    };
  }
}

export async function makeLocalTestCluster(): Promise<LocalTestCluster> {
  return new LocalTestCluster(await mkdtemp(join(tmpdir(), 'cartridge-test-')), await findTools());
}
