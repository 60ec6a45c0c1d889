import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeFileAtomically } from '../box/journal.ts';
import { CartridgeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { RpcServer } from '../rpc/rpc-server.ts';
import type { Leaders } from '../topology/leaders.ts';
import type { CoordinatorSession } from './state-provider.ts';

interface Stored {
  leaders: Leaders;
  cookieHash: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_LOCK_DELAY_SECONDS = 10;

/** The process that `stateboard.init.lua` starts: one lock, the appointments, one mark. */
export async function startStateboard(environment: Environment, log: Log): Promise<RpcServer> {
  const folder = environment.TARANTOOL_WORKDIR;
  const listen = environment.TARANTOOL_LISTEN;
  const password = environment.TARANTOOL_PASSWORD;
  if (!folder || !listen || !password) {
    throw new CartridgeError(
      'StateboardCfgError',
      'stateboard needs TARANTOOL_WORKDIR, TARANTOOL_LISTEN and TARANTOOL_PASSWORD',
    );
  }
  mkdirSync(resolve(folder), { recursive: true });
  const [port, host = '0.0.0.0'] = listen.split(':').reverse();
  const server = new RpcServer(password);
  const lockDelay = Number(environment.TARANTOOL_LOCK_DELAY ?? DEFAULT_LOCK_DELAY_SECONDS);
  registerStateboard({ server, path: join(resolve(folder), 'stateboard.json'), lockDelaySeconds: lockDelay });
  await server.listen(host, Number(port));
  log.info(`Stateboard listens on ${listen}`);
  return server;
}

function registerStateboard(request: { server: RpcServer; path: string; lockDelaySeconds: number }): void {
  const { server, path, lockDelaySeconds } = request;
  const stored: Stored = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Stored)
    : { leaders: {}, cookieHash: null };
  const save = () => writeFileAtomically(path, JSON.stringify(stored));
  let holder: CoordinatorSession | null = null;
  let until = 0;
  const current = () => (performance.now() < until ? holder : null);

  server.register<CoordinatorSession>('stateboard.acquire_lock', session => {
    const other = current();
    if (other !== null && other.uuid !== session.uuid) return false;
    holder = session;
    until = performance.now() + lockDelaySeconds * 1000;
    return true;
  });
  server.register('stateboard.coordinator', () => current());
  server.register('stateboard.leaders', () => stored.leaders);
  server.register<{ session: CoordinatorSession; changes: Leaders }>(
    'stateboard.set_leaders',
    ({ session, changes }) => {
      if (current()?.uuid !== session.uuid)
        throw new CartridgeError('SessionError', 'You are not holding the lock');
      stored.leaders = { ...stored.leaders, ...changes };
      save();
      return true;
    },
  );
  server.register<{ hash: string }>('stateboard.check_cookie_hash', ({ hash }) => {
    stored.cookieHash ??= hash;
    save();
    if (stored.cookieHash === hash) return true;
    throw new CartridgeError('StateProviderError', 'Someone else uses this provider for another cluster');
  });
}
