import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { noSuchPath, notAcceptable } from '../errors/api-error.ts';
import { customOpenApi } from '../openapi/custom-openapi.ts';
import { openApiV2 } from '../openapi/openapi-v2.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedGroup } from '../resources/served-resource.ts';
import { parseFacts, readFacts } from '../schema/facts.ts';
import type { ApiRequest } from './api-request.ts';
import { sendJson, sendText, writeHead } from './respond.ts';

let builtinIndex: Record<string, string> | undefined;

/** OpenAPI documents: those of built-in groups as the real server wrote them, those of custom groups built. */
export function serveOpenApi(request: ApiRequest, registry: ResourceRegistry, path: string): void {
  refuseProtobufOnly(request);
  if (path === '/openapi/v2') {
    sendText(request, { code: 200, type: 'application/json', text: openApiV2(registry) });
    return;
  }
  builtinIndex ??= parseFacts<Record<string, string>>('openapi-v3/index.json');
  if (path === '/openapi/v3') sendJson(request, 200, { paths: indexPaths(builtinIndex, registry) });
  else sendVersion(request, registry, { name: path.slice('/openapi/v3/'.length), builtin: builtinIndex });
}

function sendVersion(
  request: ApiRequest,
  registry: ResourceRegistry,
  wanted: { name: string; builtin: Record<string, string> },
): void {
  const { name, builtin } = wanted;
  const hash = builtin[name];
  if (hash !== undefined) {
    sendCompressed(request, readFacts(`openapi-v3/${name.replaceAll('/', '_')}.json.gz`), hash);
    return;
  }
  const custom = customVersions(registry).find(version => version.path === name);
  if (!custom) throw noSuchPath();
  const text = JSON.stringify(customOpenApi(custom.resources));
  sendText(request, { code: 200, type: 'application/json', text });
}

/** Old clients ask for protobuf. On this error they read the v3 documents instead. */
function refuseProtobufOnly(request: ApiRequest): void {
  const accept = request.message.headers.accept ?? '';
  if (accept === '' || accept.includes('json') || accept.includes('*/*')) return;
  throw notAcceptable(['application/json']);
}

function indexPaths(builtin: Record<string, string>, registry: ResourceRegistry) {
  const entry = (name: string, hash: string) =>
    [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` }] as const;
  return Object.fromEntries([
    ...Object.entries(builtin).map(([name, hash]) => entry(name, hash)),
    ...customVersions(registry).map(({ path, resources }) => {
      const text = JSON.stringify(
        resources.map(resource => [resource.kind, resource.subresources, resource.schema()]),
      );
      return entry(path, createHash('sha512').update(text).digest('hex').toUpperCase());
    }),
  ]);
}

function customVersions(registry: ResourceRegistry) {
  return registry.groups().flatMap((group: ServedGroup) =>
    group.versions
      .map(({ version, resources }) => ({
        path: `apis/${group.name}/${version}`,
        resources: resources.filter(resource => resource.custom),
      }))
      .filter(({ resources }) => resources.length > 0),
  );
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
