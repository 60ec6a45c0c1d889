import { applyJsonPatch, applyMergePatch } from '@cartridge-on-kubernetes/api';
import type { ApiRequest } from './exchange.ts';
import type { Stored } from './stored-objects.ts';

/** The object as the write wants it; a patch starts from what is stored. */
export function written({ method, contentType, body }: ApiRequest, stored: Stored | undefined): Stored {
  const sent = JSON.parse(body) as Stored;
  if (method === 'PUT') return sent;
  if (contentType !== 'application/json-patch+json') return applyMergePatch(stored ?? {}, sent) as Stored;
  return applyJsonPatch(stored, sent as unknown as unknown[]) as Stored;
}

/** Whether a deletion is of the object that is stored, in the state that it names. */
export function meetsPreconditions({ body }: ApiRequest, { metadata }: Stored): boolean {
  const { preconditions = {} } = JSON.parse(body || '{}') as { preconditions?: Partial<Stored['metadata']> };
  const { uid = metadata.uid, resourceVersion = metadata.resourceVersion } = preconditions;
  return uid === metadata.uid && resourceVersion === metadata.resourceVersion;
}
