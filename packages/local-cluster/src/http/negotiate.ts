import { notAcceptable } from '../errors/api-error.ts';

/** In which form a client wants objects. */
export type ResponseForm =
  | { kind: 'object' }
  | { kind: 'table'; version: string }
  | { kind: 'metadata'; version: string };

const jsonTypes = new Set(['application/json', '*/*', 'application/*', '']);

/** The first media type of the Accept header that this server can write; it writes JSON only. */
export function negotiateForm(accept: string | undefined): ResponseForm {
  for (const range of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim());
    if (!jsonTypes.has(type)) continue;
    const values = Object.fromEntries(parameters.map(parameter => parameter.split('=') as [string, string]));
    if (values.g !== undefined && values.g !== 'meta.k8s.io') continue;
    const version = values.v ?? 'v1';
    if (values.as === 'Table') return { kind: 'table', version };
    if (values.as === 'PartialObjectMetadata' || values.as === 'PartialObjectMetadataList')
      return { kind: 'metadata', version };
    if (values.as === undefined) return { kind: 'object' };
  }
  throw notAcceptable(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']);
}
