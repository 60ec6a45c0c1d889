import { type Fields, fieldsOf, listOf, textOf } from '../../objects/object-fields.ts';
import { celProgram } from '../../schema/cel-environment.ts';
import { type FieldError, fieldErrors } from '../../schema/field-error.ts';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const listTypes = ['atomic', 'set', 'map'];

type Place = 'root' | 'field' | 'items' | 'values';

const whatLacksType: Record<Place, string> = {
  root: 'at the root',
  field: 'for specified object fields',
  items: 'for specified array items',
  values: 'for specified object fields',
};

/** Every value of a custom resource has one type that its schema names: what pruning and defaults stand on. */
export function structuralErrors(schema: Fields, path: string, place: Place = 'root'): FieldError[] {
  return [
    ...typeErrors(schema, path, place),
    ...listErrors(schema, path),
    ...mapErrors(schema, path),
    ...logicErrors(schema, path),
    ...ruleErrors(schema, path),
    ...(place === 'root' ? metadataErrors(schema, path) : []),
    ...childErrors(schema, path),
  ];
}

function childErrors(schema: Fields, path: string): FieldError[] {
  const { items, additionalProperties } = schema;
  return [
    ...Object.entries(fieldsOf(schema.properties)).flatMap(([name, field]) =>
      structuralErrors(fieldsOf(field), `${path}.properties[${name}]`, 'field'),
    ),
    ...(items === undefined ? [] : structuralErrors(fieldsOf(items), `${path}.items`, 'items')),
    ...(typeof additionalProperties === 'object'
      ? structuralErrors(fieldsOf(additionalProperties), `${path}.additionalProperties`, 'values')
      : []),
  ];
}

function typeErrors(schema: Fields, path: string, place: Place): FieldError[] {
  const type = textOf(schema.type);
  const isFree =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (type === '' && (place === 'root' || !isFree))
    return [fieldErrors.required(`${path}.type`, `must not be empty ${whatLacksType[place]}`)];
  if (place === 'root' && type !== 'object')
    return [fieldErrors.invalid(`${path}.type`, type, 'must be object at the root')];
  return type === '' || types.includes(type) ? [] : [fieldErrors.notSupported(`${path}.type`, type, types)];
}

function listErrors(schema: Fields, path: string): FieldError[] {
  const listType = textOf(schema['x-kubernetes-list-type']);
  const keys = schema['x-kubernetes-list-map-keys'];
  return [
    ...(schema.type === 'array' && schema.items === undefined
      ? [fieldErrors.required(`${path}.items`, 'must be specified')]
      : []),
    ...(schema.uniqueItems === true
      ? [
          fieldErrors.forbidden(
            `${path}.uniqueItems`,
            'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
          ),
        ]
      : []),
    ...(listType === '' || listTypes.includes(listType)
      ? []
      : [fieldErrors.notSupported(`${path}.x-kubernetes-list-type`, listType, listTypes)]),
    ...(listType === 'map' && !Array.isArray(keys)
      ? [
          fieldErrors.required(
            `${path}.x-kubernetes-list-map-keys`,
            'must not be empty if x-kubernetes-list-type is map',
          ),
        ]
      : []),
  ];
}

function mapErrors(schema: Fields, path: string): FieldError[] {
  if (schema.properties === undefined || schema.additionalProperties === undefined) return [];
  const detail = 'additionalProperties and properties are mutual exclusive';
  return [fieldErrors.forbidden(`${path}.additionalProperties`, detail)];
}

/** Below anyOf, allOf, oneOf and not a schema may only narrow. */
function logicErrors(schema: Fields, path: string): FieldError[] {
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  const nested = (['anyOf', 'allOf', 'oneOf'] as const).flatMap(word =>
    listOf(schema[word]).map((item, index) => ({ item, path: `${path}.${word}[${index}]` })),
  );
  return nested.flatMap(({ item, path: place }) => [
    ...(item.type !== undefined && !isIntOrString
      ? [fieldErrors.forbidden(`${place}.type`, 'must be empty to be structural')]
      : []),
    ...(item.default === undefined
      ? []
      : [fieldErrors.forbidden(`${place}.default`, 'must be undefined to be structural')]),
  ]);
}

function ruleErrors(schema: Fields, path: string): FieldError[] {
  return listOf(schema['x-kubernetes-validations']).flatMap((rule, index) => {
    const field = `${path}.x-kubernetes-validations[${index}].rule`;
    const text = textOf(rule.rule);
    if (text.trim() === '') return [fieldErrors.required(field, 'rule is not specified')];
    try {
      celProgram(text);
      return [];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [fieldErrors.invalid(field, text, `compilation failed: ${why}`)];
    }
  });
}

function metadataErrors(schema: Fields, path: string): FieldError[] {
  const metadata = fieldsOf(schema.properties, 'metadata');
  const isPlain = Object.keys(fieldsOf(metadata.properties)).every(
    name => name === 'name' || name === 'generateName',
  );
  if (isPlain) return [];
  return [
    fieldErrors.forbidden(
      `${path}.properties[metadata]`,
      'must not specify anything other than name and generateName, but metadata is implicitly specified',
    ),
  ];
}
