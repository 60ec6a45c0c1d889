import { gunzipSync } from 'node:zlib';
import { noSuchPath } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { sendJson, writeHead } from '../http/respond.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { parseFacts, readFacts } from '../schema/facts.ts';

let builtinIndex: Record<string, string> | undefined;

/** OpenAPI documents: those of built-in groups as the real server wrote them, those of custom groups built. */
export async function serveOpenApi(
  request: ApiRequest,
  _registry: ResourceRegistry,
  path: string,
): Promise<void> {
  builtinIndex ??= parseFacts<Record<string, string>>('openapi-v3/index.json');
  if (path === '/openapi/v3') {
    const paths = Object.fromEntries(
      Object.entries(builtinIndex).map(([name, hash]) => [
        name,
        { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` },
      ]),
    );
    sendJson(request, 200, { paths });
    return;
  }
  const name = path.slice('/openapi/v3/'.length);
  const hash = builtinIndex[name];
  if (hash === undefined) throw noSuchPath();
  sendCompressed(request, readFacts(`openapi-v3/${name.replaceAll('/', '_')}.json.gz`), hash);
}

function sendCompressed(request: ApiRequest, compressed: Buffer, hash: string): void {
  const acceptsGzip = /\bgzip\b/.test(String(request.message.headers['accept-encoding'] ?? ''));
  const body = acceptsGzip ? compressed : gunzipSync(compressed);
  writeHead(request.response, {
    code: 200,
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      etag: `"${hash}"`,
      ...(acceptsGzip && { 'content-encoding': 'gzip' }),
    },
  });
  request.response.end(body);
}
