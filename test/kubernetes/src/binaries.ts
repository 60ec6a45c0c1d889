import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { binaries, sources } from './folders.ts';
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
  await mkdir(binaries, { recursive: true });
  for (const program of programs) {
    const file = join(binaries, program.name);
    if (existsSync(file)) continue;
    const started = Date.now();
    console.log(`Building ${program.name}`);
    // Linked under another name first: an interrupted build leaves no half binary behind.
    await execa(
      'go',
      ['build', '-trimpath', '-ldflags', linkerFlags(), '-o', `${file}.partial`, program.target],
      {
        cwd: join(sources, program.module),
        env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
      },
    );
    await execa('mv', [`${file}.partial`, file]);
    console.log(`Built ${program.name} in ${Math.round((Date.now() - started) / 1000)} s`);
  }
}

function linkerFlags(): string {
  const [major, minor] = kubernetesVersion.split('.');
  const variable = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;
  return [
    '-s -w',
    variable('gitVersion', `v${kubernetesVersion}`),
    variable('gitMajor', major ?? ''),
    variable('gitMinor', minor ?? ''),
    variable('gitTreeState', 'clean'),
  ].join(' ');
}
