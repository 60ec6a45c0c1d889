import { join } from 'node:path';
import { binaries, sources } from './folders.ts';
import { buildGoPrograms, type GoPrograms, missingPrograms } from './go-programs.ts';
import { linkerFlagsOf } from './linker-flags.ts';
import { withLock } from './lock.ts';
import { kubernetesVersion } from './versions.ts';

const kubernetesPrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
];

const programs: GoPrograms[] = [
  {
    title: `Kubernetes ${kubernetesVersion}`,
    folder: binaries,
    module: join(sources, 'binaries'),
    targets: kubernetesPrograms.map(name => `k8s.io/kubernetes/cmd/${name}`),
    linkerFlags: linkerFlagsOf(kubernetesVersion),
  },
  {
    title: 'CoreDNS',
    folder: binaries,
    module: join(sources, 'node-programs'),
    targets: ['./coredns', './pause'],
  },
];

/** Builds what the cache folder lacks: about ten minutes on two cores the first time, nothing afterwards. */
export function buildBinaries(): Promise<void> {
  return withLock('binaries', async () => {
    for (const group of programs) await buildGoPrograms(group);
  });
}

export function missingBinaries(): string[] {
  return programs.flatMap(missingPrograms);
}
