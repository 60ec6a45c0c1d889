import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { state } from './folders.ts';
import { inside } from './holder.ts';

/**
 * The link between the machine and a cluster: one of 64 pairs of addresses. The kernel is the register of those that
 * are taken: a link is made by one process alone, and goes with the cluster it leads to, however that ends.
 */
const slots = 64;
const slotFile = join(state, 'network-slot');

/** Address of the cluster's node, as the machine and its pods reach it. Errors: no cluster was started. */
export function nodeAddress(): string {
  return addressesOf(Number(readFileSync(slotFile, 'utf8'))).node;
}

export async function connectNetwork(holder: number): Promise<void> {
  const { link, host, node } = await claimSlot(holder);
  await execa('ip', ['addr', 'add', `${host}/30`, 'dev', link]);
  await execa('ip', ['link', 'set', link, 'up']);
  await inside(['ip', 'link', 'set', 'lo', 'up']);
  await inside(['ip', 'addr', 'add', `${node}/30`, 'dev', 'eth0']);
  await inside(['ip', 'link', 'set', 'eth0', 'up']);
  // kube-proxy and the kubelet look for a default route; nothing answers on it.
  await inside(['ip', 'route', 'add', 'default', 'via', host]);
  await inside(['sysctl', '-qw', 'net.ipv4.ip_forward=1']);
}

function addressesOf(slot: number) {
  return {
    link: `cartridge-k${slot}`,
    host: `10.123.77.${4 * slot + 1}`,
    node: `10.123.77.${4 * slot + 2}`,
  };
}

async function claimSlot(holder: number) {
  for (let slot = 0; slot < slots; slot++) {
    const addresses = addressesOf(slot);
    if (await isRouted(addresses.node)) continue;
    const peer = ['peer', 'name', 'eth0', 'netns', String(holder)];
    const made = await execa('ip', ['link', 'add', addresses.link, 'type', 'veth', ...peer], {
      reject: false,
    });
    if (made.exitCode === 0) {
      await writeFile(slotFile, String(slot));
      return addresses;
    }
    if (!made.stderr.includes('File exists')) throw new Error(`ip link add: ${made.stderr}`, { cause: made });
  }
  throw new Error(`All ${slots} links for real clusters are taken: see \`ip link\` and bring some down`);
}

/** Whether this machine reaches the address by more than its default route. */
async function isRouted(address: string): Promise<boolean> {
  const { stdout } = await execa('ip', ['-4', 'route', 'show', 'to', 'match', address]);
  return stdout.split('\n').some(route => route !== '' && !route.startsWith('default'));
}
