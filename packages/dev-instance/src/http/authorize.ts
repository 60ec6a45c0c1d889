import { createHmac, timingSafeEqual } from 'node:crypto';
import { isAuthEnabled, isPasswordRight } from '../admin/users.ts';
import type { Node } from '../cluster/node.ts';
import type { HttpRequest, HttpResponse } from './http-server.ts';

const DEFAULT_MAX_AGE = 2_592_000;

export type Caller = { readonly isAllowed: boolean; readonly username: string | null };

/** The caller, by cookie or Basic auth. With auth off every caller is allowed, even with wrong credentials. */
export function authorize(node: Node, request: HttpRequest): Caller {
  const username =
    callerByCookie(node, request.headers.cookie) ?? callerByPassword(node, request.headers.authorization);
  return { isAllowed: username !== null || !isAuthEnabled(node), username };
}

export function login(node: Node, request: HttpRequest): HttpResponse {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const username = form.get('username') ?? request.query.get('username') ?? '';
  const password = form.get('password') ?? request.query.get('password') ?? '';
  if (!isPasswordRight(node, username, password)) return { status: 403 };
  const maxAge = node.applier.config?.auth.cookieMaxAge ?? DEFAULT_MAX_AGE;
  const cookie = `lsid="${issueToken(node, username)}"; Path=/; httpOnly; Max-Age=${maxAge}`;
  return { headers: { 'Set-cookie': cookie } };
}

export function logout(): HttpResponse {
  return { headers: { 'Set-cookie': 'lsid=""; Path=/; httpOnly; Max-Age=0' } };
}

/** Time, user and a signature by the cluster cookie and the password's hash: a new password makes the token invalid. */
function issueToken(node: Node, username: string): string {
  const body = Buffer.from(JSON.stringify({ ts: Date.now() / 1000, uid: username })).toString('base64url');
  return `${body}.${sign(node, username, body)}`;
}

function sign(node: Node, username: string, body: string): string {
  const version = node.applier.config?.users[username]?.passwordHash ?? '';
  return createHmac('sha512', node.options.cookie).update(body).update(version).digest('base64url');
}

function callerByCookie(node: Node, header: string | undefined): string | null {
  const token = /(?:^|;\s*)lsid="?([^";]+)"?/.exec(header ?? '')?.[1];
  const [body, signature] = token?.split('.') ?? [];
  if (body === undefined || signature === undefined) return null;
  let claims: { ts: number; uid: string };
  try {
    claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as typeof claims;
  } catch {
    return null;
  }
  const expected = Buffer.from(sign(node, claims.uid, body));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const maxAge = node.applier.config?.auth.cookieMaxAge ?? DEFAULT_MAX_AGE;
  return claims.ts + maxAge > Date.now() / 1000 ? claims.uid : null;
}

function callerByPassword(node: Node, header: string | undefined): string | null {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const [username, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return username && isPasswordRight(node, username, rest.join(':')) ? username : null;
}
