import { isIP, isIPv4, isIPv6 } from 'node:net';
import { type FieldError, fieldErrors } from './field-error.ts';
import type { JsonSchema } from './json-schema.ts';

const patterns: Record<string, RegExp> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  duration: /^([+-]?\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w))+$/,
  uuid: /^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/,
  email: /^[^@\s]+@[^@\s]+$/,
  hostname: /^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,252}[a-zA-Z0-9])?$/,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
};

/** Formats of string fields that kube-apiserver checks for custom resources; unknown formats say nothing. */
export function validateFormat(schema: JsonSchema, value: string, path: string): FieldError[] {
  const format = schema.format;
  if (format === undefined || hasFormat(format, value)) return [];
  return [
    fieldErrors.invalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`),
  ];
}

function hasFormat(format: string, value: string): boolean {
  switch (format) {
    case 'ip':
      return isIP(value) !== 0;
    case 'ipv4':
      return isIPv4(value);
    case 'ipv6':
      return isIPv6(value);
    case 'uri':
      return URL.canParse(value);
    default:
      return patterns[format]?.test(value) ?? true;
  }
}
