import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Selection } from './stored-objects.ts';

export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
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

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function refuse(response: ServerResponse, { status, reason, message, headers, text }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text ?? JSON.stringify({ kind: 'Status', status: 'Failure', code: status, reason, message }));
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
