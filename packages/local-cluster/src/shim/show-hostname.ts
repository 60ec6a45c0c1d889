import os from 'node:os';
import type { ShimSettings } from './shim-settings.ts';

/** The name and the network interface the pod would see. */
export function showHostname(settings: ShimSettings): void {
  os.hostname = () => settings.hostname;
  os.networkInterfaces = () => ({
    eth0: [
      {
        address: settings.podAddress,
        netmask: '255.255.255.255',
        family: 'IPv4',
        mac: '00:00:00:00:00:00',
        internal: false,
        cidr: `${settings.podAddress}/32`,
      },
    ],
  });
}
