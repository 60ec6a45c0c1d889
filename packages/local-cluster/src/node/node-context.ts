import type { EventRecorder } from '../events/event-recorder.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import type { PodPorts } from '../ports/pod-ports.ts';
import type { Log } from '../runtime/log.ts';
import type { TokenIssuer } from '../volumes/service-account-tokens.ts';
import type { Runtimes } from './host-program.ts';

export interface NodeFacts {
  name: string;
  address: string;
  cpus: number;
  memoryBytes: number;
}

/** What every part of the node agent works with. */
export interface NodeContext {
  objects: TypedObjects;
  log: Log;
  recorder: EventRecorder;
  images: ImageStore;
  node: NodeFacts;
  runtimes: Runtimes;
  issueToken: TokenIssuer;
  /** host folder that holds a folder for each pod */
  podsFolder: string;
  /** host folder that holds a folder for each persistent volume made here */
  volumesFolder: string;
  /** host files and folders that containers see under their own paths */
  hostFolders: string[];
  /** the built pod-shim.cjs */
  shimFile: string;
  /** how people call the `cartridge` command */
  command: string;
  dns: { address: string; port: number };
  clusterDomain: string;
  ports: PodPorts;
  /** of the ports that were moved, for the processes of containers */
  portsFolder: string;
  /** where pods reach the API server */
  apiServer: { host: string; port: number };
  /** the loopback address that stands for a Service's cluster IP */
  serviceAddress: (key: { namespace: string; name: string }) => string | undefined;
}
