import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { missingBinaries } from './binaries.ts';
import { tryControlGroup } from './control-groups.ts';
import { clusters } from './folders.ts';
import { missingPackages } from './packages.ts';

/**
 * What this machine lacks to hold a real cluster, each as one sentence; none when it can. Asks the kernel by doing what
 * the cluster does, in namespaces that end with the question. A build or an installation that fails is not foreseen.
 */
export async function findObstacles(): Promise<string[]> {
  if (process.platform !== 'linux') return [`The cluster needs Linux, and this is ${process.platform}`];
  if (process.getuid?.() !== 0) return ['The cluster needs root: it opens namespaces, mounts and links'];
  if (!/^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'utf8')))
    return ["The cluster needs the machine's root, and this is the root of a user namespace"];
  const namespaces = await tryInNamespaces('true');
  if (namespaces !== undefined)
    return [`The kernel refuses a network, mount and process namespace: ${namespaces}`];
  const found = await Promise.all([
    findKernelLog(),
    findGo(),
    findPackages(),
    tryOverlay(),
    tryLinks(),
    tryControlGroup(),
  ]);
  return found.filter(obstacle => obstacle !== undefined);
}

/** The kubelet does not start without it. */
function findKernelLog(): string | undefined {
  return existsSync('/dev/kmsg') ? undefined : 'There is no /dev/kmsg for the kubelet to read';
}

async function findGo(): Promise<string | undefined> {
  const missing = missingBinaries();
  if (missing.length === 0) return undefined;
  const { exitCode } = await execa('go', ['version'], { reject: false });
  return exitCode === 0 ? undefined : `There is no go on PATH to build ${missing.join(', ')} with`;
}

function findPackages(): string | undefined {
  const missing = missingPackages();
  if (missing.length === 0 || existsSync('/usr/bin/apt-get')) return undefined;
  return `There is no apt-get to install ${missing.join(', ')} with: install them`;
}

/** As containerd does for each container, on the file system it will use. */
async function tryOverlay(): Promise<string | undefined> {
  await mkdir(clusters, { recursive: true });
  const folder = await mkdtemp(join(clusters, '.preflight-'));
  try {
    const layers = ['lower', 'upper', 'work', 'all'].map(name => join(folder, name));
    await Promise.all(layers.map(layer => mkdir(layer)));
    const [lower, upper, work, all] = layers;
    const refusal = await tryInNamespaces(
      `mount -t overlay overlay -o lowerdir=${lower},upperdir=${upper},workdir=${work} ${all}`,
    );
    return refusal && `The kernel refuses an overlay mount in ${clusters}: ${refusal}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asked only where iproute2 and iptables are there already. */
async function tryLinks(): Promise<string | undefined> {
  if (missingPackages().some(name => name === 'iproute2' || name === 'iptables')) return undefined;
  const links = await tryInNamespaces('ip link add v0 type veth peer name v1 && ip link add b0 type bridge');
  if (links !== undefined) return `The kernel refuses virtual links and bridges: ${links}`;
  const filters = await tryInNamespaces('iptables -t nat -A OUTPUT -p tcp -m comment --comment x -j RETURN');
  return filters && `The kernel refuses address translation by iptables: ${filters}`;
}

/** What a shell command said when it failed in namespaces of its own. */
async function tryInNamespaces(command: string): Promise<string | undefined> {
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--propagation', 'private'];
  const result = await execa('unshare', [...namespaces, 'sh', '-ec', command], { reject: false });
  if (result.exitCode === 0) return undefined;
  return result.stderr?.trim() || result.shortMessage;
}
