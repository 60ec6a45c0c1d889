import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Bundle, buildBundle, FIXTURE_APP } from './bundle.ts';
import { eventually } from './eventually.ts';
import { findFreePorts } from './ports.ts';

export const ALIASES = ['routers-0-0', 'storages-0-0', 'storages-0-1', 'storages-1-0'] as const;
export type Alias = (typeof ALIASES)[number];

export interface TestInstance {
  readonly alias: Alias;
  readonly uri: string;
  readonly httpPort: number;
  readonly workdir: string;
  process: ChildProcess | null;
  output: string;
}

/** Instances as separate processes on this host, with ports and a cookie of their own. */
export class TestCluster {
  readonly cookie = `cookie-${randomUUID()}`;
  readonly instances: readonly TestInstance[];
  /** A port where nobody listens. */
  readonly deadPort: number;
  readonly stateboardPort: number;
  readonly etcdPort: number;
  readonly #bundle: Bundle;
  readonly #folder: string;
  readonly #app: string;
  readonly #environment: Readonly<Record<string, string>>;
  #stateboard: ChildProcess | null = null;

  private constructor(request: {
    bundle: Bundle;
    folder: string;
    ports: number[];
    app: string;
    environment: Record<string, string>;
    aliases: readonly Alias[];
  }) {
    const { bundle, folder, ports, aliases } = request;
    this.#bundle = bundle;
    this.#folder = folder;
    this.#app = request.app;
    this.#environment = request.environment;
    const port = (index: number) => ports[index] ?? 0;
    this.instances = aliases.map((alias, index) => ({
      alias,
      uri: `localhost:${port(index)}`,
      httpPort: port(index + 5),
      workdir: join(folder, alias),
      process: null,
      output: '',
    }));
    this.deadPort = port(10);
    this.stateboardPort = port(11);
    this.etcdPort = port(13);
  }

  static async start(
    request: { app?: string; environment?: Record<string, string>; aliases?: readonly Alias[] } = {},
  ) {
    const bundle = await buildBundle();
    const cluster = new TestCluster({
      bundle,
      folder: await mkdtemp(join(tmpdir(), 'dev-cluster-')),
      ports: await findFreePorts(15),
      app: request.app ?? FIXTURE_APP,
      environment: request.environment ?? {},
      aliases: request.aliases ?? ALIASES,
    });
    try {
      for (const instance of cluster.instances) cluster.spawn(instance.alias);
      await cluster.waitUntilKnown();
      return cluster;
    } catch (error) {
      const logs = cluster.instances.map(
        ({ alias, output }) => `${alias}: ${output.split('\n').slice(-3).join(' ')}`,
      );
      await cluster.close();
      throw new Error(`The instances do not know each other\n${logs.join('\n')}`, { cause: error });
    }
  }

  /** The program, for a test that starts it in its own way. */
  get main(): string {
    return this.#bundle.main;
  }

  instance(alias: Alias): TestInstance {
    const found = this.instances.find(instance => instance.alias === alias);
    if (found === undefined) throw new Error(`No instance ${alias}`);
    return found;
  }

  spawn(alias: Alias, environment: Readonly<Record<string, string>> = {}): void {
    const instance = this.instance(alias);
    const child = spawn(process.execPath, [this.#bundle.main, this.#app], {
      env: {
        PATH: process.env.PATH,
        TARANTOOL_ADVERTISE_URI: instance.uri,
        TARANTOOL_INSTANCE_NAME: alias,
        TARANTOOL_HTTP_PORT: String(instance.httpPort),
        TARANTOOL_HTTP_HOST: '127.0.0.1',
        TARANTOOL_WORKDIR: instance.workdir,
        TARANTOOL_CLUSTER_COOKIE: this.cookie,
        TARANTOOL_BUCKET_COUNT: '300',
        TARANTOOL_PROBE_URI_TIMEOUT: '10',
        TARANTOOL_SWIM_ACK_TIMEOUT_SECONDS: '0.8',
        TARANTOOL_SWIM_PROTOCOL_PERIOD_SECONDS: '0.3',
        ...this.#environment,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: Buffer) => {
      instance.output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    instance.process = child;
  }

  /** Without a word to the others. */
  async kill(alias: Alias): Promise<void> {
    await this.stop(alias, 'SIGKILL');
  }

  async stop(alias: Alias, signal: NodeJS.Signals): Promise<void> {
    const child = this.instance(alias).process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async wipe(alias: Alias): Promise<void> {
    await rm(this.instance(alias).workdir, { recursive: true, force: true });
  }

  async graphql(alias: Alias, query: string, variables: unknown = null): Promise<Record<string, unknown>> {
    const response = await this.fetch(alias, '/admin/api', {
      method: 'POST',
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  fetch(alias: Alias, path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.instance(alias).httpPort}${path}`, init);
  }

  async startStateboard(password: string): Promise<void> {
    const script = join(dirname(this.#app), 'stateboard.init.lua');
    const child = spawn(process.execPath, [this.#bundle.main, script], {
      env: {
        PATH: process.env.PATH,
        TARANTOOL_WORKDIR: join(this.#folder, 'stateboard'),
        TARANTOOL_LISTEN: `127.0.0.1:${this.stateboardPort}`,
        TARANTOOL_PASSWORD: password,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#stateboard = child;
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', chunk => String(chunk).includes('Stateboard listens') && resolve());
      child.once('exit', code => reject(new Error(`The stateboard ended with ${code}`)));
    });
  }

  /** A coordinator holds the lock and every replicaset has a leader. */
  async waitForCoordinator(): Promise<void> {
    await eventually(async () => {
      const answer = await this.graphql(
        'routers-0-0',
        '{ cluster { issues { message } } replicasets { active_master { uuid } servers { boxinfo { general { ro } } } } }',
      );
      const { cluster, replicasets } = answer.data as {
        cluster: { issues: { message: string }[] };
        replicasets: {
          active_master: { uuid: string };
          servers: { boxinfo: { general: { ro: boolean } } | null }[];
        }[];
      };
      const isLed = replicasets.every(
        ({ active_master, servers }) =>
          active_master.uuid !== 'void' && servers.some(server => server.boxinfo?.general.ro === false),
      );
      if (cluster.issues.length > 0 || !isLed)
        throw new Error(`No coordinator yet: ${JSON.stringify(answer)}`);
    });
  }

  /** Every instance answers and sees all the others. */
  async waitUntilKnown(): Promise<void> {
    await eventually(async () => {
      for (const { alias } of this.instances) {
        const answer = await this.graphql(alias, '{ servers { uri } }');
        const servers = (answer.data as { servers: unknown[] }).servers;
        if (servers.length < this.instances.length)
          throw new Error(`${alias} knows ${servers.length} instances`);
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.instances.map(({ alias }) => this.kill(alias)));
    this.#stateboard?.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
    await this.#bundle.remove();
  }
}
