import { pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Node } from '../cluster/node.ts';
import { CartridgeError } from '../errors.ts';
import type { UserEntry } from '../topology/clusterwide-config.ts';
import { requireConfig } from './topology-queries.ts';

const ADMIN = { username: 'admin', fullname: 'Cartridge Administrator', email: null };
const DEFAULT_MAX_AGE = 2_592_000;
const DEFAULT_RENEW_AGE = 86_400;
const HASH_ROUNDS = 1000;

export interface UserInput {
  username: string;
  password?: string | null;
  fullname?: string | null;
  email?: string | null;
}

export function readAuthParams(node: Node, username: string | null) {
  const auth = node.applier.config?.auth;
  return {
    enabled: isAuthEnabled(node),
    username,
    cookie_max_age: auth?.cookieMaxAge ?? DEFAULT_MAX_AGE,
    cookie_renew_age: auth?.cookieRenewAge ?? DEFAULT_RENEW_AGE,
    implements_add_user: true,
    implements_get_user: true,
    implements_edit_user: true,
    implements_list_users: true,
    implements_remove_user: true,
    implements_check_password: true,
  };
}

/** Before the first join the start options decide, after it the clusterwide config. */
export function isAuthEnabled(node: Node): boolean {
  return node.applier.config?.auth.enabled ?? node.options.authEnabled;
}

export async function setAuthParams(request: {
  node: Node;
  input: { enabled?: boolean | null; cookie_max_age?: number | null; cookie_renew_age?: number | null };
  username: string | null;
}) {
  const { node, input, username } = request;
  const config = requireConfig(node, 'Auth params change failed');
  if (input.enabled === true && username === null)
    throw new Error('You must log in to enable authentication');
  const auth = {
    enabled: input.enabled ?? config.auth.enabled,
    cookieMaxAge: input.cookie_max_age ?? config.auth.cookieMaxAge,
    cookieRenewAge: input.cookie_renew_age ?? config.auth.cookieRenewAge,
  };
  await node.coordinator.change({ ...config, auth });
  return readAuthParams(node, username);
}

/** The built-in admin proves itself by the cluster cookie. */
export function isPasswordRight(node: Node, username: string, password: string): boolean {
  if (username === ADMIN.username) return isEqual(password, node.options.cookie);
  const user = node.applier.config?.users[username];
  if (user === undefined) return false;
  const [salt, hash] = user.passwordHash.split(':');
  return isEqual(hashPassword(password, salt ?? ''), hash ?? '');
}

export function listUsers(node: Node, username: string | null | undefined) {
  const users = [ADMIN, ...Object.values(node.applier.config?.users ?? {})];
  if (username == null) return users;
  const found = users.filter(user => user.username === username);
  if (found.length === 0) throw new CartridgeError('GetUserError', `User not found: '${username}'`);
  return found;
}

export async function addUser(node: Node, input: UserInput): Promise<UserEntry> {
  const config = requireConfig(node, 'AddUserError');
  if (input.username === ADMIN.username || config.users[input.username] !== undefined) {
    throw new CartridgeError('AddUserError', `User already exists: '${input.username}'`);
  }
  return storeUser(node, {
    username: input.username,
    fullname: input.fullname ?? null,
    email: input.email ?? null,
    passwordHash: newHash(input.password ?? ''),
  });
}

export async function editUser(node: Node, input: UserInput): Promise<UserEntry> {
  const user = requireUser(node, input.username, 'EditUserError');
  return storeUser(node, {
    username: input.username,
    fullname: input.fullname ?? user.fullname,
    email: input.email ?? user.email,
    passwordHash: input.password == null ? user.passwordHash : newHash(input.password),
  });
}

export async function removeUser(node: Node, username: string): Promise<UserEntry> {
  const user = requireUser(node, username, 'RemoveUserError');
  const config = requireConfig(node, 'RemoveUserError');
  const { [username]: _removed, ...users } = config.users;
  await node.coordinator.change({ ...config, users });
  return user;
}

function requireUser(node: Node, username: string, className: string): UserEntry {
  const user = requireConfig(node, className).users[username];
  if (user === undefined) throw new CartridgeError(className, `User not found: '${username}'`);
  return user;
}

async function storeUser(node: Node, user: UserEntry): Promise<UserEntry> {
  const config = requireConfig(node, 'EditUserError');
  await node.coordinator.change({ ...config, users: { ...config.users, [user.username]: user } });
  return user;
}

function newHash(password: string): string {
  const salt = randomBytes(16).toString('base64url');
  return `${salt}:${hashPassword(password, salt)}`;
}

function hashPassword(password: string, salt: string): string {
  return pbkdf2Sync(password, salt, HASH_ROUNDS, 32, 'sha256').toString('base64url');
}

function isEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
