import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { binaries } from '../src/folders.ts';
import { buildGoPrograms } from '../src/go-programs.ts';
import { linkerFlagsOf } from '../src/linker-flags.ts';
import { withLock } from '../src/lock.ts';

const module = fileURLToPath(new URL('.', import.meta.url));

/** The oldest Kubernetes whose control plane is tested, as go.mod pins it. */
export const oldestKubernetes = pinnedVersion();

/** The oldest that the charts admit: what is sent to it is compared with its types. */
export const oldestTypes = '1.25';

/** kube-apiserver and kube-controller-manager: about five minutes on two cores the first time. Gives their folder. */
export async function buildOldestKubernetes(): Promise<string> {
  const folder = join(dirname(binaries), `kubernetes-${oldestKubernetes}`);
  await withLock('oldest', () =>
    buildGoPrograms({
      title: `Kubernetes ${oldestKubernetes}`,
      folder,
      module,
      targets: ['kube-apiserver', 'kube-controller-manager'].map(name => `k8s.io/kubernetes/cmd/${name}`),
      linkerFlags: linkerFlagsOf(oldestKubernetes),
      // Providers of clouds, which later versions have no more.
      tags: ['providerless'],
    }),
  );
  return folder;
}

/** Builds the program that compares objects with the types of `oldestTypes`, and gives its path. */
export async function buildOldestTypes(): Promise<string> {
  const folder = join(dirname(binaries), `kubernetes-${oldestTypes}-types`);
  const programs = {
    title: `types of Kubernetes ${oldestTypes}`,
    folder,
    module: join(module, 'types'),
    targets: ['./understood'],
  };
  await withLock('oldest', () => buildGoPrograms(programs));
  return join(folder, 'understood');
}

/** What Kubernetes of `oldestTypes` would not understand of these objects, one line each. */
export async function findMisunderstood(objects: object[]): Promise<string[]> {
  const input = objects.map(object => JSON.stringify(object)).join('\n');
  const { stdout } = await execa(await buildOldestTypes(), { input });
  return stdout === '' ? [] : stdout.split('\n');
}

function pinnedVersion(): string {
  const [, version] = /k8s\.io\/kubernetes v(\S+)/.exec(readFileSync(join(module, 'go.mod'), 'utf8')) ?? [];
  if (version === undefined) throw new Error('go.mod pins no Kubernetes');
  return version;
}
