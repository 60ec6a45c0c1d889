import type { LuaRuntime } from '../lua/lua-runtime.ts';
import type { HttpRequest, HttpResponse, HttpServer } from './http-server.ts';

interface LuaResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A route whose handler is a Lua function. */
export function registerLuaRoute(request: {
  http: HttpServer;
  lua: LuaRuntime;
  method: string;
  path: string;
  handler: number;
}): void {
  const { http, lua, method, path, handler } = request;
  http.route(method, path, async (asked): Promise<HttpResponse> => {
    const response = (await lua.call(handler, [toLua(asked)])) as LuaResponse;
    return { status: response.status, headers: response.headers, body: response.body };
  });
}

function toLua(request: HttpRequest) {
  const body = request.body.toString('utf8');
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return {
    method: request.method,
    path: request.path,
    headers: request.headers,
    body,
    stashes: request.stashes,
    query_params: Object.fromEntries(request.query),
    post_params: isForm ? Object.fromEntries(new URLSearchParams(body)) : {},
    cookies: Object.fromEntries(
      (request.headers.cookie ?? '').split(/;\s*/).map(pair => {
        const [name = '', ...value] = pair.split('=');
        return [name, value.join('=')];
      }),
    ),
  };
}
