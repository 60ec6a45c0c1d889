import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binaries } from '../src/folders.ts';
import { buildGoPrograms } from '../src/go-programs.ts';
import { withLock } from '../src/lock.ts';

const module = fileURLToPath(new URL('.', import.meta.url));

/** The helm 3 that go.mod pins: built once for each version, about three minutes on two cores. Gives its path. */
export async function buildHelm3(): Promise<string> {
  const version = pinnedVersion('helm.sh/helm/v3 v');
  const folder = join(dirname(binaries), `helm-${version}`);
  const linkerFlags = linkerFlagsOf({
    version,
    kubernetesMinor: pinnedVersion('k8s.io/client-go v0.').split('.')[0],
  });
  const programs = {
    title: `helm ${version}`,
    folder,
    module,
    targets: ['helm.sh/helm/v3/cmd/helm'],
    linkerFlags,
  };
  await withLock('helm3', () => buildGoPrograms(programs));
  return join(folder, 'helm');
}

function pinnedVersion(prefix: string): string {
  const [, version] = readFileSync(join(module, 'go.mod'), 'utf8').split(prefix);
  if (version === undefined) throw new Error(`go.mod does not have ${prefix}`);
  return version.split(/\s/)[0] ?? '';
}

/** What releases of helm are linked with: `helm template` works for the Kubernetes of its client library. */
function linkerFlagsOf(options: { version: string; kubernetesMinor: string | undefined }): string {
  const variables = ['chartutil', 'lint/rules'].flatMap(folder => [
    `pkg/${folder}.k8sVersionMajor=1`,
    `pkg/${folder}.k8sVersionMinor=${options.kubernetesMinor}`,
  ]);
  return [`internal/version.version=v${options.version}`, ...variables]
    .map(variable => `-X helm.sh/helm/v3/${variable}`)
    .join(' ');
}
