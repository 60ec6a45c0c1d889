import { createHash } from 'node:crypto';
import { issuer, type ServiceAccountTokens } from '../auth/service-account-tokens.ts';
import { aggregatedDiscovery } from '../discovery/aggregated-discovery.ts';
import { legacyDiscovery } from '../discovery/discovery.ts';
import { serverVersion } from '../discovery/version.ts';
import { methodNotAllowed, UnknownPath } from '../errors/api-error.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ApiRequest } from './api-request.ts';
import { formatMetrics, metricsType } from './metrics-text.ts';
import { serveOpenApi } from './openapi-handler.ts';
import { processMetrics } from './process-metrics.ts';
import type { RequestCounters } from './request-counters.ts';
import { sendJson, sendText, writeHead } from './respond.ts';

export interface ServerPathParts {
  registry: ResourceRegistry;
  tokens: ServiceAccountTokens;
  counters: RequestCounters;
}

export const rootPaths = [
  '/api',
  '/api/v1',
  '/apis',
  '/healthz',
  '/livez',
  '/metrics',
  '/openapi/v2',
  '/openapi/v3',
  '/readyz',
  '/version',
];

/** Paths that are no resource: health, version, discovery, OpenAPI, the keys of service account tokens. */
export async function serveServerPath(
  request: ApiRequest,
  parts: ServerPathParts,
  rawPath: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed();
  const path = rawPath.length > 1 ? rawPath.replace(/\/$/, '') : rawPath;
  if (/^\/(healthz|livez|readyz)(\/.*)?$/.test(path)) return sendHealth(request, path);
  if (path.startsWith('/openapi/')) return serveOpenApi(request, parts.registry, path);
  switch (path) {
    case '/':
      return sendJson(request, 200, { paths: rootPaths });
    case '/version':
      return sendJson(request, 200, serverVersion);
    case '/metrics': {
      const text = formatMetrics([...parts.counters.families(), ...processMetrics(new Date())]);
      return sendText(request, { code: 200, type: metricsType, text });
    }
    case '/.well-known/openid-configuration':
      return sendJson(request, 200, {
        issuer,
        jwks_uri: `https://${request.message.headers.host}/openid/v1/jwks`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      });
    case '/openid/v1/jwks':
      return sendJson(request, 200, { keys: [parts.tokens.publicJwk()] });
    default:
      return sendDiscovery(request, parts.registry, path);
  }
}

function sendHealth(request: ApiRequest, path: string): void {
  const text = request.query.has('verbose')
    ? `[+]ping ok\n[+]storage ok\n${path.slice(1).split('/')[0]} check passed\n`
    : 'ok';
  sendText(request, { code: 200, type: 'text/plain; charset=utf-8', text });
}

const aggregatedType = /application\/json;g=apidiscovery\.k8s\.io;v=(v2|v2beta1);as=APIGroupDiscoveryList/;

function sendDiscovery(request: ApiRequest, registry: ResourceRegistry, path: string): void {
  const wanted = aggregatedType.exec((request.message.headers.accept ?? '').replaceAll(' ', ''));
  if (wanted && (path === '/api' || path === '/apis')) {
    const version = wanted[1] ?? 'v2';
    const text = JSON.stringify(aggregatedDiscovery(registry, path, version));
    const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    // Clients keep discovery on disk over restarts of the server, so the tag follows the content.
    const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
    if (request.message.headers['if-none-match'] === etag) {
      writeHead(request.response, { code: 304, headers: { etag } });
      request.response.end();
      return;
    }
    request.response.setHeader('etag', etag);
    sendText(request, { code: 200, type, text });
    return;
  }
  const document = legacyDiscovery(registry, path, request.message.headers.host ?? '');
  if (document === undefined) throw new UnknownPath();
  sendJson(request, 200, document);
}
