import {
  ensureFields,
  type Fields,
  fieldsOf,
  listOf,
  setDefault,
  textOf,
} from '../../objects/object-fields.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';
import { structuralErrors } from './structural-schema.ts';

export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

export const customResourceDefinitionRules: KindRules = {
  applyDefaults(definition) {
    const spec = fieldsOf(definition.spec);
    setDefault(ensureFields(spec, 'conversion'), 'strategy', 'None');
    // false is the default and is not stored. A manager that applies it owns the field all the same, so other managers
    // conflict with that.
    if (spec.preserveUnknownFields === false) delete spec.preserveUnknownFields;
    const names = fieldsOf(spec.names);
    if (textOf(names.kind)) {
      setDefault(names, 'singular', textOf(names.kind).toLowerCase());
      setDefault(names, 'listKind', `${textOf(names.kind)}List`);
    }
  },
  prepareForCreate(definition) {
    const names = fieldsOf(definition, 'spec').names;
    definition.status = {
      conditions: [],
      acceptedNames: { plural: '', kind: '' },
      storedVersions: storageVersions(definition.spec),
    };
    definition.metadata.finalizers = [
      ...new Set([...(definition.metadata.finalizers ?? []), cleanupFinalizer]),
    ];
    if (names === undefined) definition.status = {};
  },
  validate(definition) {
    const spec = fieldsOf(definition.spec);
    const plural = textOf(fieldsOf(spec.names).plural);
    const wanted = `${plural}.${textOf(spec.group)}`;
    const versions = listOf(spec.versions);
    return [
      ...(definition.metadata.name === wanted
        ? []
        : [
            fieldErrors.invalid(
              'metadata.name',
              definition.metadata.name,
              'must be spec.names.plural+"."+spec.group',
            ),
          ]),
      ...(storageVersions(spec).length === 1
        ? []
        : [
            fieldErrors.invalid(
              'spec.versions',
              versions.length,
              'must have exactly one version marked as storage version',
            ),
          ]),
      ...versions.flatMap((version, index) =>
        fieldsOf(version.schema).openAPIV3Schema === undefined
          ? [fieldErrors.required(`spec.versions[${index}].schema.openAPIV3Schema`)]
          : structuralErrors(
              fieldsOf(version.schema, 'openAPIV3Schema'),
              // The schema of a single version is reported at the path it had before definitions had versions.
              versions.length === 1
                ? 'spec.validation.openAPIV3Schema'
                : `spec.versions[${index}].schema.openAPIV3Schema`,
            ),
      ),
    ];
  },
  validateUpdate(definition, previous) {
    const [scope, old] = [fieldsOf(definition.spec).scope, fieldsOf(previous.spec).scope];
    return scope === old ? [] : [fieldErrors.invalid('spec.scope', scope, 'field is immutable')];
  },
};

function storageVersions(spec: unknown): string[] {
  return listOf(fieldsOf(spec).versions)
    .filter((version: Fields) => version.storage === true)
    .map(version => textOf(version.name));
}
