import { badRequest, expired, tooLargeVersion } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { numberParameter } from './api-request.ts';
import { type ContinueToken, decodeContinue, encodeContinue } from './continue-token.ts';

export interface Page {
  items: KubeObject[];
  /** all pages of one list show the objects as of this version */
  version: number;
  continueToken?: string;
  remaining?: number;
}

interface Collection {
  /** version of the last committed change */
  current: number;
  /** the selected objects as they were at a version, in order */
  objectsAt(version: number): KubeObject[] | 'expired';
}

/** The part of a list that a request asks for with limit, continue and resourceVersion. */
export function readPage(query: URLSearchParams, { current, objectsAt }: Collection): Page {
  const text = query.get('continue');
  const start = text ? decodeContinue(text) : undefined;
  if (start && /[1-9]/.test(query.get('resourceVersion') ?? ''))
    throw badRequest('specifying resource version is not allowed when using continue');
  const version = start ? (start.version ?? current) : wantedVersion(query, current);
  const objects = objectsAt(version);
  if (objects === 'expired') throw start ? expiredPage(start) : expired(tooOld);
  const from = start ? objects.filter(object => orderKey(object) > start.after) : objects;
  const limit = numberParameter(query, 'limit') ?? 0;
  const last = from[limit - 1];
  if (limit <= 0 || from.length <= limit || !last) return { items: from, version };
  return {
    items: from.slice(0, limit),
    version,
    remaining: from.length - limit,
    continueToken: encodeContinue({ version, after: orderKey(last) }),
  };
}

const tooOld = 'The resourceVersion for the provided list is too old.';
const tooOldToContinue =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function wantedVersion(query: URLSearchParams, current: number): number {
  const version = Number(query.get('resourceVersion') ?? '');
  if (version > current) throw tooLargeVersion(version, current);
  return query.get('resourceVersionMatch') === 'Exact' ? version : current;
}

/** The refusal carries a token with which a client can read the rest of the list as it is now, without a restart. */
function expiredPage({ after }: ContinueToken) {
  return expired(tooOldToContinue, encodeContinue({ version: undefined, after }));
}

function orderKey({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
