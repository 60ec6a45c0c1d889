import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../objects/kube-object.ts';
import { type Fields, fieldsOf, setDefault } from '../../objects/object-fields.ts';
import { type FieldError, fieldErrors, keyedField } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';

const sizeLimitBytes = 1024 * 1024;
/** What secrets of a type must hold. */
const requiredKeys: Record<string, string[]> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

export const secretRules: KindRules = {
  applyDefaults(secret) {
    const fields: Fields = secret;
    setDefault(fields, 'type', 'Opaque');
    if (secret.stringData === undefined) return;
    const encoded = Object.entries(fieldsOf(secret.stringData)).map(([key, value]) => [
      key,
      Buffer.from(String(value)).toString('base64'),
    ]);
    secret.data = { ...fieldsOf(secret.data), ...Object.fromEntries(encoded) };
    delete secret.stringData;
  },
  validate(secret) {
    const errors = keyErrors(fieldsOf(secret.data));
    for (const key of requiredKeys[String(secret.type)] ?? [])
      if (fieldsOf(secret.data)[key] === undefined)
        errors.push(fieldErrors.required(keyedField('data', key)));
    if (sizeOf(secret.data) * 0.75 > sizeLimitBytes) errors.push(fieldErrors.tooLong('data', sizeLimitBytes));
    return errors;
  },
  validateUpdate: (secret, previous) => [
    ...(secret.type === previous.type
      ? []
      : [fieldErrors.invalid('type', secret.type, 'field is immutable')]),
    ...immutableErrors(secret, previous, ['data']),
  ],
};

export const configMapRules: KindRules = {
  validate(configMap) {
    const errors = [
      ...keyErrors(fieldsOf(configMap.data)),
      ...keyErrors(fieldsOf(configMap.binaryData), 'binaryData'),
    ];
    if (sizeOf(configMap.data) + sizeOf(configMap.binaryData) > sizeLimitBytes)
      errors.push(fieldErrors.tooLong('', sizeLimitBytes));
    return errors;
  },
  validateUpdate: (configMap, previous) => immutableErrors(configMap, previous, ['data', 'binaryData']),
};

function keyErrors(data: Fields, path = 'data'): FieldError[] {
  return Object.keys(data)
    .filter(key => !/^[-._a-zA-Z0-9]{1,253}$/.test(key))
    .map(key =>
      fieldErrors.invalid(
        keyedField(path, key),
        key,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ),
    );
}

function sizeOf(data: unknown): number {
  return Object.values(fieldsOf(data)).reduce<number>(
    (sum, value) => sum + Buffer.byteLength(String(value)),
    0,
  );
}

function immutableErrors(object: KubeObject, previous: KubeObject, fields: string[]): FieldError[] {
  if (previous.immutable !== true) return [];
  const errors: FieldError[] = [];
  if (object.immutable !== true)
    errors.push(fieldErrors.forbidden('immutable', 'field is immutable when `immutable` is set'));
  for (const field of fields)
    if (!isDeepStrictEqual(object[field], previous[field]))
      errors.push(fieldErrors.forbidden(field, 'field is immutable when `immutable` is set'));
  return errors;
}
