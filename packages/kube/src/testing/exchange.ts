import type { IncomingMessage } from 'node:http';
import type { Selection } from './stored-objects.ts';

export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  contentType: string | undefined;
  body: string;
}

export interface SeenRequest extends ApiRequest {
  headers: IncomingMessage['headers'];
}

export interface Refusal {
  status: number;
  reason?: string;
  message?: string;
  headers?: Record<string, string>;
  /** sent instead of a Status */
  text?: string;
}

export interface Fault {
  matches: (request: SeenRequest) => boolean;
  times: number;
  refusal: Refusal;
}

export interface Target {
  collection: string;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

export function parseTarget(path: string): Target | undefined {
  const match =
    /^\/(api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      path,
    );
  if (match === null) return undefined;
  const [, prefix, namespace, plural, name, subresource] = match;
  return { collection: `${prefix}/${plural}`, namespace, name, subresource };
}

export function selectionOf(query: URLSearchParams, target: Target): Selection {
  return {
    namespace: target.namespace,
    labels: query.get('labelSelector'),
    fields: query.get('fieldSelector'),
  };
}
