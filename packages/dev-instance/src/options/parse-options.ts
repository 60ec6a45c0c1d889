import { hostname } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { CartridgeError } from '../errors.ts';
import { parseHostPort } from './uri.ts';

/** How an instance was told to run: environment over what the application's code says. */
export interface Options {
  readonly appFile: string;
  readonly appName: string | null;
  readonly instanceName: string | null;
  readonly alias: string;
  readonly advertiseUri: string;
  readonly workdir: string;
  readonly cookie: string;
  readonly httpEnabled: boolean;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly webuiEnabled: boolean;
  readonly webuiPrefix: string;
  readonly webuiEnforceRootRedirect: boolean;
  readonly bucketCount: number;
  readonly memtxMemory: number;
  readonly authEnabled: boolean;
  readonly probeUriTimeout: number;
  readonly replicationConnectQuorum: number | null;
  readonly pidFile: string | null;
  readonly swimBroadcast: boolean;
  readonly swim: {
    readonly protocolPeriodSeconds: number;
    readonly ackTimeoutSeconds: number;
    readonly suspectTimeoutSeconds: number;
    readonly antiEntropyPeriodSeconds: number;
    readonly failureDetectionSubgroups: number;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;
type Code = Readonly<Record<string, unknown>>;

const COOKIE = /^[A-Za-z0-9_.~-]{1,256}$/;

/** Throws TypeCastError for a value that does not fit, as the start of a real instance does. */
export function parseOptions(request: { appFile: string; environment: Environment; code?: Code }): Options {
  const read = optionReader(request.environment, request.code ?? {});
  const instanceName = read.text('instance_name', null);
  const number = Number(/_(\d+)$/.exec(instanceName ?? '')?.[1] ?? 0);
  const httpPort = read.number('http_port', 8081 - (number > 0 ? 1 : 0) + number);
  return {
    appFile: resolve(request.appFile),
    appName: read.text('app_name', null),
    instanceName,
    alias: read.text('alias', instanceName) ?? basename(dirname(resolve(request.appFile))),
    advertiseUri: advertiseUri(read.text('advertise_uri', null), 3301 - (number > 0 ? 1 : 0) + number),
    workdir: resolve(read.text('workdir', '.') ?? '.'),
    cookie: checkCookie(read.text('cluster_cookie', 'secret-cluster-cookie') ?? ''),
    httpEnabled: read.boolean('http_enabled', true),
    httpHost: read.text('http_host', '0.0.0.0') ?? '',
    httpPort,
    webuiEnabled: read.boolean('webui_enabled', true),
    webuiPrefix: normalisePrefix(read.text('webui_prefix', '') ?? ''),
    webuiEnforceRootRedirect: read.boolean('webui_enforce_root_redirect', true),
    bucketCount: read.number('bucket_count', 30_000),
    memtxMemory: read.number('memtx_memory', 268_435_456),
    authEnabled: read.boolean('auth_enabled', false),
    probeUriTimeout: read.number('probe_uri_timeout', 0),
    replicationConnectQuorum: read.optionalNumber('replication_connect_quorum'),
    pidFile: read.text('pid_file', null),
    swimBroadcast: read.boolean('swim_broadcast', true),
    swim: {
      protocolPeriodSeconds: read.number('swim_protocol_period_seconds', 1),
      ackTimeoutSeconds: read.number('swim_ack_timeout_seconds', 0.2),
      suspectTimeoutSeconds: read.number('swim_suspect_timeout_seconds', 3),
      antiEntropyPeriodSeconds: read.number('swim_anti_entropy_period_seconds', 10),
      failureDetectionSubgroups: read.number('swim_num_failure_detection_subgroups', 3),
    },
  };
}

function optionReader(environment: Environment, code: Code) {
  const raw = (name: string): unknown => environment[`TARANTOOL_${name.toUpperCase()}`] ?? code[name];
  const optionalNumber = (name: string): number | null => {
    const value = raw(name);
    if (value === undefined) return null;
    const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof parsed === 'number' && Number.isFinite(parsed)) return parsed;
    throw castError(name, value, 'number');
  };
  return {
    optionalNumber,
    number: (name: string, fallback: number): number => optionalNumber(name) ?? fallback,
    text: (name: string, fallback: string | null): string | null => {
      const value = raw(name);
      return value === undefined ? fallback : String(value);
    },
    boolean: (name: string, fallback: boolean): boolean => {
      const value = raw(name);
      if (value === undefined) return fallback;
      if (typeof value === 'boolean') return value;
      if (/^(true|1)$/i.test(String(value))) return true;
      if (/^(false|0)$/i.test(String(value))) return false;
      throw castError(name, value, 'boolean');
    },
  };
}

function castError(name: string, value: unknown, type: string): CartridgeError {
  return new CartridgeError('TypeCastError', `can't typecast ${name}="${value}" to ${type}`);
}

/** A port that is missing is added, a host that is missing is this machine's. */
function advertiseUri(uri: string | null, defaultPort: number): string {
  if (uri === null) return `${hostname()}:${defaultPort}`;
  const complete = uri.includes(':') ? uri : `${uri}:${defaultPort}`;
  if (parseHostPort(complete) === null) {
    throw new CartridgeError('CartridgeCfgError', `Invalid advertise_uri "${uri}", expected host:port`);
  }
  return complete;
}

function checkCookie(cookie: string): string {
  if (COOKIE.test(cookie)) return cookie;
  throw new CartridgeError(
    'CartridgeCfgError',
    'Invalid cluster cookie: at most 256 characters of A-Z, a-z, 0-9, "_", ".", "~" and "-"',
  );
}

function normalisePrefix(prefix: string): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}
