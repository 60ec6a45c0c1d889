import type { KubeObject } from '../../objects/kube-object.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import type { CustomResource, ServedResource, ServedSubresource, TableColumn } from '../served-resource.ts';

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The resources a CustomResourceDefinition announces, one a served version. */
export function customResources(definition: KubeObject): ServedResource[] {
  const spec = fieldsOf(definition.spec);
  const versions = listOf(spec.versions);
  const storageVersion = textOf(versions.find(version => version.storage === true)?.name);
  return versions
    .filter(version => version.served === true)
    .map(version => customResource({ definition, spec, version, storageVersion }));
}

function customResource(input: {
  definition: KubeObject;
  spec: Fields;
  version: Fields;
  storageVersion: string;
}): ServedResource {
  const { definition, spec, version } = input;
  const group = textOf(spec.group);
  const names = fieldsOf(spec.names);
  const plural = textOf(names.plural);
  const schema = fieldsOf(version.schema).openAPIV3Schema as JsonSchema | undefined;
  return {
    group,
    version: textOf(version.name),
    resource: plural,
    kind: textOf(names.kind),
    listKind: textOf(names.listKind) || `${textOf(names.kind)}List`,
    singular: textOf(names.singular) || textOf(names.kind).toLowerCase(),
    namespaced: spec.scope === 'Namespaced',
    verbs,
    shortNames: stringList(names.shortNames),
    categories: stringList(names.categories),
    subresources: subresourcesOf(version, textOf(names.kind)),
    columns: columnsOf(version),
    storage: `${group}/${plural}`,
    storageVersion: { group, version: input.storageVersion },
    schema: () => schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    ...(version.deprecated === true && { deprecationWarning: deprecationOf(definition, version) }),
    custom: customFacts(definition, version),
  };
}

function customFacts(definition: KubeObject, version: Fields): CustomResource {
  const { status, scale } = fieldsOf(version.subresources);
  const paths = fieldsOf(scale);
  return {
    definitionName: definition.metadata.name,
    hasStatus: status !== undefined,
    selectableFields: listOf(version.selectableFields).map(field =>
      textOf(field.jsonPath).replace(/^\./, ''),
    ),
    ...(scale !== undefined && {
      scale: {
        specReplicasPath: textOf(paths.specReplicasPath),
        statusReplicasPath: textOf(paths.statusReplicasPath),
        ...(textOf(paths.labelSelectorPath) !== '' && { labelSelectorPath: textOf(paths.labelSelectorPath) }),
      },
    }),
  };
}

function deprecationOf(definition: KubeObject, version: Fields): string {
  const spec = fieldsOf(definition.spec);
  const described = (name: string) => `${textOf(spec.group)}/${name} ${textOf(fieldsOf(spec.names).kind)}`;
  const current = listOf(spec.versions).find(other => other.served === true && other.deprecated !== true);
  const instead = current ? `; use ${described(textOf(current.name))}` : '';
  return textOf(version.deprecationWarning) || `${described(textOf(version.name))} is deprecated${instead}`;
}

function subresourcesOf(version: Fields, kind: string): ServedSubresource[] {
  const { status, scale } = fieldsOf(version.subresources);
  const subVerbs = ['get', 'patch', 'update'];
  return [
    ...(status === undefined ? [] : [{ name: 'status', kind, verbs: subVerbs }]),
    ...(scale === undefined
      ? []
      : [{ name: 'scale', kind: 'Scale', verbs: subVerbs, group: 'autoscaling', version: 'v1' }]),
  ];
}

function columnsOf(version: Fields): TableColumn[] {
  const name: TableColumn = { name: 'Name', type: 'string', format: 'name', priority: 0 };
  const printed = listOf(version.additionalPrinterColumns).map(column => ({
    name: textOf(column.name),
    type: textOf(column.type),
    format: textOf(column.format),
    description: textOf(column.description),
    priority: numberOf(column.priority),
    jsonPath: textOf(column.jsonPath),
  }));
  const age = { name: 'Age', type: 'date', format: '', priority: 0, jsonPath: '.metadata.creationTimestamp' };
  return [name, ...(printed.length > 0 ? printed : [age])];
}

function stringList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
