import type { Resource } from '../objects/kube-object.ts';
import { parseFacts } from '../schema/facts.ts';
import { builtinSchema, type JsonSchema } from '../schema/json-schema.ts';

/** One resource in one version, as discovery announces it. */
export interface ServedResource extends Resource {
  kind: string;
  listKind: string;
  singular: string;
  namespaced: boolean;
  verbs: string[];
  shortNames: string[];
  categories: string[];
  subresources: ServedSubresource[];
  columns: TableColumn[];
  /** Where its objects are kept; the versions of a resource share it. */
  storage: string;
  storageVersion: { group: string; version: string };
  storageVersionHash?: string;
  /** answered as a Warning to every request for a deprecated version */
  deprecationWarning?: string;
  schema(): JsonSchema;
  /** present for custom resources */
  custom?: CustomResource;
}

export interface ServedSubresource {
  name: string;
  kind: string;
  verbs: string[];
  group?: string;
  version?: string;
}

export interface TableColumn {
  name: string;
  type: string;
  format: string;
  description?: string;
  priority: number;
  /** custom resources: where the value is */
  jsonPath?: string;
}

export interface CustomResource {
  definitionName: string;
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  hasStatus: boolean;
  /** what field selectors may name, such as `spec.mode` */
  selectableFields: string[];
}

export interface ServedGroup {
  name: string;
  versions: Array<{ version: string; resources: ServedResource[] }>;
}

export function groupVersionOf(resource: { group: string; version: string }): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

interface FactGroup {
  name: string;
  versions: Array<{ version: string; resources: FactResource[] }>;
}

interface FactResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  storageVersionHash?: string;
  schema?: string;
  columns?: TableColumn[];
  subresources: ServedSubresource[];
}

/** Resources served in several groups or versions and kept once. */
const sharedStorage: Record<string, { storage: string; storageVersion: { group: string; version: string } }> =
  {
    'events.k8s.io/v1/events': { storage: '/events', storageVersion: { group: '', version: 'v1' } },
    'autoscaling/v1/horizontalpodautoscalers': {
      storage: 'autoscaling/horizontalpodautoscalers',
      storageVersion: { group: 'autoscaling', version: 'v2' },
    },
  };

const deprecations: Record<string, string> = {
  'v1/endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  'v1/componentstatuses': 'v1 ComponentStatus is deprecated in v1.19+',
};

export function builtinGroups(): ServedGroup[] {
  return parseFacts<FactGroup[]>('resources.json').map(group => ({
    name: group.name,
    versions: group.versions.map(({ version, resources }) => ({
      version,
      resources: resources.map(fact => builtinResource(group.name, version, fact)),
    })),
  }));
}

function builtinResource(group: string, version: string, fact: FactResource): ServedResource {
  const deprecationWarning = group === '' ? deprecations[`${version}/${fact.name}`] : undefined;
  const shared = sharedStorage[`${group}/${version}/${fact.name}`];
  return {
    group,
    version,
    resource: fact.name,
    kind: fact.kind,
    listKind: `${fact.kind}List`,
    singular: fact.singularName,
    namespaced: fact.namespaced,
    verbs: fact.verbs,
    shortNames: fact.shortNames ?? [],
    categories: fact.categories ?? [],
    subresources: fact.subresources,
    columns: fact.columns ?? defaultColumns,
    storage: shared?.storage ?? `${group}/${fact.name}`,
    storageVersion: shared?.storageVersion ?? { group, version },
    ...(deprecationWarning !== undefined && { deprecationWarning }),
    ...(fact.storageVersionHash !== undefined && { storageVersionHash: fact.storageVersionHash }),
    schema: () => (fact.schema === undefined ? {} : builtinSchema(fact.schema)),
  };
}

const defaultColumns: TableColumn[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Created At', type: 'date', format: '', priority: 0 },
];
