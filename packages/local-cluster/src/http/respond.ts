import type { ServerResponse } from 'node:http';
import { ApiError, internalError, UnknownPath } from '../errors/api-error.ts';
import type { ApiRequest } from './api-request.ts';

export function sendJson(request: ApiRequest, code: number, value: unknown): void {
  sendText(request, { code, type: 'application/json', text: JSON.stringify(value) });
}

export function sendText(request: ApiRequest, answer: { code: number; type: string; text: string }): void {
  const { response, warnings } = request;
  const body = Buffer.from(answer.text);
  writeHead(response, {
    code: answer.code,
    headers: { 'content-type': answer.type, 'content-length': body.length, ...warningHeaders(warnings) },
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function sendError(
  request: Pick<ApiRequest, 'response' | 'method'> & { warnings?: string[] },
  error: unknown,
): void {
  const { response } = request;
  const refusal = error instanceof ApiError ? error : internalError(messageOf(error), error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isPlain = refusal instanceof UnknownPath;
  const body = Buffer.from(isPlain ? refusal.text : JSON.stringify(refusal.toStatus()));
  const retryAfter = refusal.details?.retryAfterSeconds;
  writeHead(response, {
    code: refusal.code,
    headers: {
      'content-type': isPlain ? 'text/plain; charset=utf-8' : 'application/json',
      'content-length': body.length,
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
      ...warningHeaders(request.warnings ?? []),
    },
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function writeHead(
  response: ServerResponse,
  head: { code: number; headers: Record<string, string | number | string[]> },
): void {
  response.writeHead(head.code, {
    'cache-control': 'no-cache, private',
    'x-content-type-options': 'nosniff',
    ...head.headers,
  });
}

function warningHeaders(warnings: string[]): { warning?: string[] } {
  if (warnings.length === 0) return {};
  return { warning: [...new Set(warnings)].map(text => `299 - ${JSON.stringify(text)}`) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
