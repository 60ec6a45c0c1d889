/** What a release of Kubernetes is linked with, so that it knows its version. */
export function linkerFlagsOf(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  const variables = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
  };
  return Object.entries(variables)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
}
