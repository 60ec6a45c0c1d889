import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { publishApiServer } from './controllers/publish-api-server.ts';
import { runControllers } from './controllers/run-controllers.ts';
import { resolveClusterName } from './dns/cluster-names.ts';
import { startDnsServer } from './dns/dns-server.ts';
import { ServiceProxies } from './dns/service-proxies.ts';
import { EventRecorder } from './events/event-recorder.ts';
import { startApiServer } from './http/api-server.ts';
import { openImageStore } from './images/image-store.ts';
import { serviceAccounts } from './in-process/kinds.ts';
import type { Objects } from './in-process/objects.ts';
import { TypedObjects } from './in-process/typed-objects.ts';
import { LocalNode } from './node/local-node.ts';
import { type LoopbackSubnet, reserveSubnet } from './node/loopback-subnet.ts';
import type { NodeAgent } from './node/node-agent.ts';
import type { NodeFacts } from './node/node-context.ts';
import { registerNode } from './node/node-registration.ts';
import { PodPorts } from './ports/pod-ports.ts';
import { forgetPortMoves, portMovesFolder } from './ports/port-moves.ts';
import { type Log, silentLog } from './runtime/log.ts';
import { startScheduler } from './scheduler/scheduler.ts';
import type { TokenIssuer } from './volumes/service-account-tokens.ts';

export interface LocalClusterOptions {
  /** holds everything the cluster keeps; made when absent, readable by its owner alone */
  stateFolder: string;
  /** of the API server; the one of the last start when left out, otherwise any free port */
  port?: number;
  /** program of a container → command and first arguments on this machine */
  runtimes?: ReadonlyMap<string, readonly string[]>;
  /** the built pod-shim.cjs */
  shimFile: string;
  /** how people call the `cartridge` command, for messages; its name when left out */
  command?: string;
  /** what the node offers; the machine's own when left out */
  cpus?: number;
  memoryBytes?: number;
  log?: Log;
}

export interface LocalCluster {
  /** https://127.0.0.1:PORT */
  server: string;
  kubeconfig: string;
  /** the API without HTTP, as the administrator */
  objects: Objects;
  node: NodeAgent;
  /** Ends all containers, then the API. */
  stop(): Promise<void>;
}

const clusterDomain = 'cluster.local';
const nodeName = 'local';
const imagesFolder = 'images';

/** Where the image store of a state folder is: for openImageStore. */
export function imageStoreFolder(stateFolder: string): string {
  return join(stateFolder, imagesFolder);
}

/** Starts API server, controllers, scheduler, name server and node in this process. */
export async function startLocalCluster(options: LocalClusterOptions): Promise<LocalCluster> {
  const { log = silentLog, runtimes = new Map() } = options;
  const stateFolder = resolve(options.stateFolder);
  const stops: Array<() => Promise<void> | void> = [];
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const remembered = readSettings(stateFolder);
    const api = await startApi({ stateFolder, log }, { wanted: options.port, remembered: remembered.port });
    stops.push(() => api.close());
    const subnet = await reserveSubnet({ seed: stateFolder, preferred: remembered.subnet });
    stops.push(() => subnet.release());
    await writeSettings(stateFolder, { port: api.port, subnet: subnet.number });

    const portsFolder = portMovesFolder(stateFolder);
    const ports = openPorts(portsFolder, { subnet, log });
    const objects = new TypedObjects(api.objects);
    const recorders: EventRecorder[] = [];
    const recorder = (component: string, host?: string): EventRecorder => {
      const made = new EventRecorder({ objects, log, component, host });
      recorders.push(made);
      return made;
    };
    // Events that controllers and node record while they stop are written before the store closes.
    stops.push(() => closeAll(recorders));
    const proxies = new ServiceProxies({ objects, log, subnet: subnet.number, ports });
    stops.push(() => proxies.close());
    const names = { objects, clusterDomain, serviceAddress: proxies.addressOf.bind(proxies) };
    const dns = await startDnsServer(subnet.nodeAddress, name => resolveClusterName(names, name));
    stops.push(() => dns.close());

    const node = describeNode(options, subnet);
    stops.push(await registerNode({ objects, log }, node));
    await publishApiServer(objects, api.port);
    const context = { objects, log, recorder };
    const volumesFolder = join(stateFolder, 'volumes');
    const controllers = runControllers(context, { volumesFolder });
    const scheduler = startScheduler(context);
    stops.push(
      () => controllers.stop(),
      () => scheduler.stop(),
    );
    const agent = new LocalNode(
      {
        objects,
        log,
        recorder: recorder('kubelet', node.name),
        images: openImageStore(imageStoreFolder(stateFolder)),
        node,
        runtimes,
        issueToken: tokenIssuer(objects, api.issueToken),
        podsFolder: join(stateFolder, 'pods'),
        volumesFolder,
        hostFolders: hostFolders({ ...options, stateFolder }),
        shimFile: options.shimFile,
        command: options.command ?? 'cartridge',
        dns,
        ports,
        portsFolder,
        clusterDomain,
        apiServer: { host: '127.0.0.1', port: api.port },
        serviceAddress: names.serviceAddress,
      },
      { subnet: subnet.number },
    );
    await agent.start();
    stops.push(() => agent.stop());
    api.useNodeAgent(agent);
    return { server: api.url, kubeconfig: api.kubeconfigPath, objects: api.objects, node: agent, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function closeAll(recorders: EventRecorder[]): Promise<void> {
  await Promise.all(recorders.map(recorder => recorder.close()));
}

/** Moves of ports are decided anew at each start: the program that held a port may be gone, and no pod runs yet. */
function openPorts(folder: string, { subnet, log }: { subnet: LoopbackSubnet; log: Log }): PodPorts {
  forgetPortMoves(folder);
  return new PodPorts({
    folder,
    freeAddress: `127.${subnet.number}.0.2`,
    onMove: move => log.info('Moved a port of pods, another program holds it on all addresses', { ...move }),
  });
}

/** What processes of containers read under its own path, whatever their image says: this program and the runtimes. */
function hostFolders({ stateFolder, shimFile, runtimes }: LocalClusterOptions): string[] {
  const commands = [...(runtimes?.values() ?? [])].flat().filter(part => isAbsolute(part));
  const programs = commands.filter(part => part !== process.execPath).map(part => dirname(part));
  const nodeModules = join(dirname(process.execPath), '..', 'lib', 'node_modules');
  return [...new Set([stateFolder, dirname(shimFile), process.execPath, nodeModules, ...programs])];
}

interface Settings {
  port?: number;
  subnet?: number;
}

/** A port given as an option must be free; the port of the last start is only preferred. */
async function startApi(
  options: { stateFolder: string; log: Log },
  { wanted, remembered }: { wanted: number | undefined; remembered: number | undefined },
): ReturnType<typeof startApiServer> {
  await mkdir(options.stateFolder, { recursive: true, mode: 0o700 });
  try {
    return await startApiServer({ ...options, port: wanted ?? remembered ?? 0 });
  } catch (error) {
    if (wanted !== undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startApiServer({ ...options, port: 0 });
  }
}

function readSettings(stateFolder: string): Settings {
  try {
    return JSON.parse(readFileSync(join(stateFolder, 'node.json'), 'utf8')) as Settings;
  } catch {
    return {};
  }
}

async function writeSettings(stateFolder: string, settings: Settings): Promise<void> {
  await writeFile(join(stateFolder, 'node.json'), `${JSON.stringify(settings)}\n`, { mode: 0o600 });
}

function describeNode(options: LocalClusterOptions, subnet: LoopbackSubnet): NodeFacts {
  return {
    name: nodeName,
    address: subnet.nodeAddress,
    cpus: options.cpus ?? availableParallelism(),
    memoryBytes: options.memoryBytes ?? totalmem(),
  };
}

function tokenIssuer(
  objects: TypedObjects,
  issue: Awaited<ReturnType<typeof startApiServer>>['issueToken'],
): TokenIssuer {
  return async request => {
    const { namespace, serviceAccount: name } = request;
    const account = objects.read(serviceAccounts, { namespace, name });
    if (!account) throw new Error(`serviceaccounts "${name}" not found`);
    const { token, expires } = issue({
      namespace,
      serviceAccountName: name,
      serviceAccountUid: account.metadata.uid,
      pod: request.pod,
      audiences: request.audiences,
      expirationSeconds: request.expirationSeconds,
    });
    return { token, expirationTimestamp: expires.toISOString() };
  };
}
