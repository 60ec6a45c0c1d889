import { homedir } from 'node:os';
import path from 'node:path';

/** Where things of the local cluster are kept. */
export interface StateFolder {
  folder: string;
  /** Belongs to the local cluster's own process: objects, volumes, kubeconfig. */
  cluster: string;
  images: string;
  /** Who runs the cluster now. */
  runFile: string;
  upLog: string;
  clusterLog: string;
  /** There once the charts were installed. */
  installedMarker: string;
  /** What helm caches of the cluster's API. */
  kubeCache: string;
}

/** CARTRIDGE_LOCAL_HOME, else cartridge/local in the user's state folder of the XDG rules. */
export function locateStateFolder(environment: NodeJS.ProcessEnv = process.env): StateFolder {
  const { CARTRIDGE_LOCAL_HOME, XDG_STATE_HOME } = environment;
  const folder = CARTRIDGE_LOCAL_HOME
    ? path.resolve(CARTRIDGE_LOCAL_HOME)
    : path.join(XDG_STATE_HOME || path.join(homedir(), '.local/state'), 'cartridge/local');
  const cluster = path.join(folder, 'cluster');
  return {
    folder,
    cluster,
    images: path.join(cluster, 'images'),
    runFile: path.join(folder, 'run.json'),
    upLog: path.join(folder, 'up.log'),
    clusterLog: path.join(folder, 'cluster.log'),
    installedMarker: path.join(folder, 'installed.json'),
    kubeCache: path.join(folder, 'kube-cache'),
  };
}
