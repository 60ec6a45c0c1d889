import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { groupVersionOf, type ServedGroup, type ServedResource } from '../resources/served-resource.ts';

/** The legacy discovery documents, one a path; undefined where nothing is served. */
export function legacyDiscovery(registry: ResourceRegistry, path: string, serverAddress: string): unknown {
  const groups = registry.groups();
  if (path === '/api')
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
    };
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.filter(group => group.name !== '').map(describeGroup),
    };
  const parts = path.split('/').slice(1);
  if (parts[0] === 'apis' && parts.length === 2) {
    const group = groups.find(candidate => candidate.name === parts[1]);
    return group && { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(group) };
  }
  const name = parts[0] === 'api' ? '' : (parts[1] ?? '');
  const version = groups
    .find(candidate => candidate.name === name)
    ?.versions.find(candidate => candidate.version === parts.at(-1));
  if (!version || parts.length !== (name === '' ? 2 : 3)) return undefined;
  return {
    kind: 'APIResourceList',
    ...(name !== '' && { apiVersion: 'v1' }),
    groupVersion: groupVersionOf({ group: name, version: version.version }),
    resources: version.resources.flatMap(describeResource),
  };
}

function describeGroup(group: ServedGroup) {
  const versions = group.versions.map(({ version }) => ({
    groupVersion: `${group.name}/${version}`,
    version,
  }));
  return { name: group.name, versions, preferredVersion: versions[0] };
}

function describeResource(resource: ServedResource) {
  const { namespaced, kind, verbs, shortNames, categories, storageVersionHash } = resource;
  return [
    {
      name: resource.resource,
      singularName: resource.singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
      ...(storageVersionHash !== undefined && { storageVersionHash }),
    },
    ...resource.subresources.map(sub => ({
      name: `${resource.resource}/${sub.name}`,
      singularName: '',
      namespaced,
      ...(sub.group !== undefined && { group: sub.group }),
      ...(sub.version !== undefined && { version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ];
}
