import { join } from 'node:path';
import { binaries, sources } from './folders.ts';
import { buildGoProgram } from './go-program.ts';
import { withLock } from './lock.ts';
import { kubernetesVersion } from './versions.ts';

interface Program {
  name: string;
  /** Go module folder it is built from */
  module: string;
  target: string;
}

const kubernetesPrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
];

const programs: Program[] = [
  ...kubernetesPrograms.map(name => ({ name, module: 'binaries', target: `k8s.io/kubernetes/cmd/${name}` })),
  { name: 'coredns', module: 'node-programs', target: './coredns' },
  { name: 'pause', module: 'node-programs', target: './pause' },
];

/** Builds what the cache folder lacks: about ten minutes on two cores the first time, nothing afterwards. */
export function buildBinaries(): Promise<void> {
  return withLock('binaries', buildMissing);
}

async function buildMissing(): Promise<void> {
  for (const { name, module, target } of programs)
    await buildGoProgram({
      file: join(binaries, name),
      module: join(sources, module),
      target,
      linkerFlags: linkerFlags(),
    });
}

function linkerFlags(): string {
  const [major, minor] = kubernetesVersion.split('.');
  const variable = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;
  return [
    variable('gitVersion', `v${kubernetesVersion}`),
    variable('gitMajor', major ?? ''),
    variable('gitMinor', minor ?? ''),
    variable('gitTreeState', 'clean'),
  ].join(' ');
}
