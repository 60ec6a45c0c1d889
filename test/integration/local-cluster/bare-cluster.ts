import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { imageStoreFolder, openImageStore } from '@cartridge-on-kubernetes/local-cluster';
import { findTools, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';

const program = join(repository, 'dist/local-cluster/main.mjs');

/** The built local cluster as its own process, without anything in it, and the real kubectl. */
export class BareCluster {
  readonly folder: string;
  readonly #kubectl: string;
  #process: ChildProcess | undefined;

  private constructor(folder: string, kubectl: string) {
    this.folder = folder;
    this.#kubectl = kubectl;
  }

  static async make(): Promise<BareCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'bare-cluster-'));
    return new BareCluster(folder, (await findTools()).kubectl);
  }

  get kubectlPath(): string {
    return this.#kubectl;
  }

  get environment(): Record<string, string> {
    return { KUBECONFIG: join(this.folder, 'kubeconfig'), HOME: this.folder };
  }

  /** Resolves with the line the process prints once the API answers. */
  async start(...args: string[]): Promise<{ ready: boolean; server: string; kubeconfig: string }> {
    const child = spawn(process.execPath, [program, '--state-folder', this.folder, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
    throw new Error('The local cluster ended before it was ready');
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const exited = once(child, 'exit');
    child.kill(signal);
    return (await exited)[0];
  }

  async remove(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  async kubectl(...args: string[]): Promise<string> {
    const { stdout } = await execa(this.#kubectl, args, { env: this.environment, stdin: 'ignore' });
    return stdout;
  }

  async apply(...manifests: unknown[]): Promise<void> {
    const input = manifests.map(manifest => JSON.stringify(manifest)).join('\n---\n');
    await execa(this.#kubectl, ['apply', '--filename', '-'], { env: this.environment, input });
  }

  async loadScriptImage(tag: string, script: string): Promise<void> {
    await openImageStore(imageStoreFolder(this.folder)).buildImage({
      config: { Cmd: ['node', '/srv/app/main.mjs'] },
      layers: [{ kind: 'files', files: [{ path: '/srv/app/main.mjs', content: script }] }],
      tags: [tag],
    });
  }
}
