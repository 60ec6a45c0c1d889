import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { withLock } from './lock.ts';

/** Debian packages by the program that shows whether they are installed. */
const packagesByProgram: Record<string, string> = {
  '/usr/bin/etcd': 'etcd-server',
  '/usr/bin/containerd': 'containerd',
  '/usr/sbin/runc': 'runc',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  '/usr/sbin/iptables': 'iptables',
  '/usr/sbin/nft': 'nftables',
  '/usr/sbin/conntrack': 'conntrack',
  '/usr/bin/openssl': 'openssl',
  '/usr/sbin/ip': 'iproute2',
  // For images: podman builds and pushes them, the registry is the one of the guide's offline chapter.
  '/usr/bin/podman': 'podman',
  '/usr/bin/docker-registry': 'docker-registry',
};

/** Installs what the node needs and does not have. Errors: apt-get's own. */
export function installPackages(): Promise<void> {
  return withLock('packages', installMissing);
}

async function installMissing(): Promise<void> {
  const names = missingPackages();
  if (names.length === 0) return;
  console.log(`Installing ${names.join(', ')}`);
  await execa('apt-get', ['update', '-qq']);
  await execa('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
}

export function missingPackages(): string[] {
  const missing = Object.entries(packagesByProgram).filter(([program]) => !existsSync(program));
  return missing.map(([, name]) => name);
}
