/** What the preload of a container's Node processes reads from the file CARTRIDGE_POD_SETTINGS names. */
export interface ShimSettings {
  hostname: string;
  podAddress: string;
  /** lower-case name → address, as in /etc/hosts; asked before the name server */
  hosts: Record<string, string>;
  dns: { address: string; port: number };
  /** tried in order for short names, as resolv.conf's `search` */
  searchDomains: string[];
  clusterDomain: string;
  /** notes which ports of pods are elsewhere; see PodPorts */
  portsFolder: string;
  /** connections of the pod to this address on 127.0.0.1 stay as they are: the API server */
  apiServer: { host: string; port: number };
  /** container path → host path, longest first */
  rules: Array<{ from: string; to: string }>;
  /** host files and folders that keep their paths: the state folder, the runtimes */
  hostFolders: string[];
}

/** The file descriptor whose end means that the node agent is gone. */
export const parentPipeDescriptor = 3;
/** Set for a container's first process only. */
export const parentPipeVariable = 'CARTRIDGE_POD_PARENT_PIPE';
/** Names the file with the settings. */
export const settingsVariable = 'CARTRIDGE_POD_SETTINGS';
