import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Node } from '../cluster/node.ts';
import { authorize, login, logout } from './authorize.ts';
import { downloadConfig, uploadConfig } from './config-endpoint.ts';
import type { HttpHandler, HttpRequest, HttpResponse, HttpServer } from './http-server.ts';
import { serveFile } from './static-files.ts';

const FOREIGN: HttpResponse = { status: 403, body: 'Requests of pages from other origins are refused' };
const JSON_TYPE = { 'Content-type': 'application/json; charset=utf-8' };

/** The routes every instance has. GraphQL is loaded with the first question, the start does not wait for it. */
export function registerAdminRoutes(http: HttpServer, node: Node): void {
  const { webuiPrefix: prefix, webuiEnabled, webuiEnforceRootRedirect } = node.options;
  http.route('POST', `${prefix}/admin/api`, request => answerApi(node, request));
  http.route('POST', `${prefix}/login`, request => (isSameOrigin(request) ? login(node, request) : FOREIGN));
  http.route('POST', `${prefix}/logout`, () => logout());
  if (!webuiEnabled) return;
  const ui = join(dirname(fileURLToPath(import.meta.url)), 'ui');
  const toAdmin: HttpHandler = () => ({ status: 302, headers: { Location: `${prefix}/admin/` } });
  // Bookmarks may hold paths of the older Web UI: all of them lead to the one page there is now.
  const page: HttpHandler = request => {
    const path = request.stashes.path ?? '';
    return extname(path) === '' ? toAdmin(request) : serveFile(ui, path);
  };
  http.route('GET', `${prefix}/admin/*path`, page);
  http.route('GET', `${prefix}/static/*path`, page);
  http.route('GET', `${prefix}/admin/config`, request => guarded(node, request, () => downloadConfig(node)));
  http.route('PUT', `${prefix}/admin/config`, request =>
    guarded(node, request, () => uploadConfig(node, request)),
  );
  http.route('GET', `${prefix}/admin`, request =>
    request.path.endsWith('/') ? serveFile(ui, '') : toAdmin(request),
  );
  if (webuiEnforceRootRedirect)
    for (const path of new Set(['/', `${prefix}/`])) http.route('GET', path, toAdmin);
}

/** False for a request of another site's page, which must not use the browser of a user who can reach this instance. */
function isSameOrigin({ headers }: HttpRequest): boolean {
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

async function answerApi(node: Node, request: HttpRequest): Promise<HttpResponse> {
  if (!isSameOrigin(request)) return FOREIGN;
  const caller = authorize(node, request);
  if (!caller.isAllowed) return json({ errors: [{ message: 'Unauthorized' }] });
  const text = request.body.toString('utf8');
  if (text === '') return json({ errors: [{ message: 'Expected a non-empty request body' }] });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return { status: 500, body: `Unhandled error: ${String(error)}` };
  }
  const { answerGraphql } = await import('./graphql-endpoint.ts');
  return json(await answerGraphql(body, { node, username: caller.username }));
}

function json(value: unknown): HttpResponse {
  return { headers: JSON_TYPE, body: JSON.stringify(value) };
}

function guarded(
  node: Node,
  request: HttpRequest,
  answer: () => Promise<HttpResponse>,
): HttpResponse | Promise<HttpResponse> {
  if (!isSameOrigin(request)) return FOREIGN;
  if (authorize(node, request).isAllowed) return answer();
  return {
    status: 401,
    headers: JSON_TYPE,
    body: JSON.stringify({ class_name: 'Unauthorized', err: 'Unauthorized', str: 'Unauthorized', stack: '' }),
  };
}
