import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedGroup, ServedResource } from '../resources/served-resource.ts';

/** All groups with all resources in one document; kubectl asks for it first. */
export function aggregatedDiscovery(
  registry: ResourceRegistry,
  path: '/api' | '/apis',
  version: string,
): unknown {
  const groups = registry.groups().filter(group => (group.name === '') === (path === '/api'));
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(describeGroup),
  };
}

function describeGroup(group: ServedGroup) {
  return {
    metadata: group.name === '' ? {} : { name: group.name },
    versions: group.versions.map(({ version, resources }) => ({
      version,
      resources: resources.map(describeResource),
      freshness: 'Current',
    })),
  };
}

function describeResource(resource: ServedResource) {
  const { shortNames, categories, subresources } = resource;
  return {
    resource: resource.resource,
    responseKind: responseKind(resource.kind),
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && {
      subresources: subresources.map(sub => ({
        subresource: sub.name,
        responseKind: responseKind(sub.kind, sub),
        verbs: sub.verbs,
      })),
    }),
  };
}

function responseKind(kind: string, from: { group?: string; version?: string } = {}) {
  return { group: from.group ?? '', version: from.version ?? '', kind };
}
