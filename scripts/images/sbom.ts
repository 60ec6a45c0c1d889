import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { type ThirdPartyPackage, thirdPartyPackages } from '../build/third-party.ts';

/** Parts of CycloneDX 1.5 that are used here. */
interface Component {
  'bom-ref': string;
  type: string;
  name: string;
  version: string;
  group?: string;
  purl: string;
  [key: string]: unknown;
}

interface Bom {
  components: Component[];
  dependencies: Array<{ ref: string; dependsOn?: string[] }>;
  metadata: Record<string, unknown>;
  [key: string]: unknown;
}

/**
 * Writes what the operator's image runs: the npm packages that went into the bundle, and Node. `npm sbom` knows them all
 * with their licenses and origin, but not which of them the bundler took; that is in the stamp of the build.
 */
export async function writeSbom(options: {
  version: string;
  nodeVersion: string;
  file: string;
}): Promise<void> {
  const { version, nodeVersion, file } = options;
  const { stdout } = await execa('npm', ['sbom', '--sbom-format', 'cyclonedx']);
  const { metadata, components, dependencies, ...bom } = JSON.parse(stdout) as Bom;
  const bundled = bundledPackages().map(({ name, version }) => {
    const found = components.find(component => fullName(component) === name && component.version === version);
    if (found === undefined) throw new Error(`npm sbom does not list ${name} ${version}: run npm ci`);
    return found;
  });
  const node: Component = {
    'bom-ref': `node@${nodeVersion}`,
    type: 'platform',
    name: 'node',
    version: nodeVersion,
    purl: `pkg:generic/node@${nodeVersion}`,
  };
  const product = {
    'bom-ref': `tarantool-operator@${version}`,
    type: 'application',
    name: 'tarantool-operator',
    version,
    licenses: [{ license: { id: 'BSD-2-Clause' } }],
  };
  const listed = new Set(bundled.map(component => component['bom-ref']));
  const refs = [...listed, node['bom-ref']];
  // Neither a time nor a random number: the same build gives the same file.
  const { serialNumber, ...rest } = bom;
  const content = {
    ...rest,
    metadata: { tools: metadata.tools, component: product },
    components: [...bundled, node],
    dependencies: [
      { ref: product['bom-ref'], dependsOn: refs },
      ...dependencies
        .filter(({ ref }) => listed.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(other => listed.has(other)) })),
    ],
  };
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

function fullName({ group, name }: Component): string {
  return group === undefined ? name : `${group}/${name}`;
}

/** Packages that the bundle was made from. */
function bundledPackages(): ThirdPartyPackage[] {
  const { inputs } = JSON.parse(readFileSync('dist/.stamps/operator.json', 'utf8')) as { inputs: object };
  return thirdPartyPackages(Object.keys(inputs));
}
