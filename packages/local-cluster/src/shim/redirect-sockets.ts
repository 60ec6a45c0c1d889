import dgram from 'node:dgram';
import net from 'node:net';
import type { ShimSettings } from './shim-settings.ts';

const everywhere = new Set(['0.0.0.0', '::', '::0', '']);
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
/** the range the API server gives to Services */
const clusterIp = /^10\.96\.\d+\.\d+$/;

type Arguments = unknown[];
type AnyFunction = (this: unknown, ...args: Arguments) => unknown;

/**
 * A pod's wildcard and loopback addresses are its own address: listening on them binds it, connecting to
 * loopback reaches it. The API server, which lives on the machine's 127.0.0.1, stays reachable.
 */
export function redirectSockets(settings: ShimSettings): void {
  redirectListen(settings);
  redirectConnect(settings);
  redirectDatagrams(settings);
}

function redirectListen({ podAddress }: ShimSettings): void {
  const listen = net.Server.prototype.listen as AnyFunction;
  net.Server.prototype.listen = function (this: net.Server, ...args: Arguments) {
    const options = listenOptions(args);
    if (!options || !isOwnHost(options.host)) return listen.apply(this, args);
    const callback = args.findLast(arg => typeof arg === 'function');
    return listen.call(this, { ...options, host: podAddress, ipv6Only: false }, callback);
  } as typeof net.Server.prototype.listen;
}

/** The options of a TCP listen call; undefined for paths, handles and descriptors, which have no address. */
function listenOptions(args: Arguments): (net.ListenOptions & { host?: string }) | undefined {
  const [first, second, third] = args;
  if (typeof first === 'object' && first !== null) {
    const options = first as net.ListenOptions & { fd?: number; _handle?: unknown; handle?: unknown };
    const other =
      options.path !== undefined || options.fd !== undefined || '_handle' in options || 'handle' in options;
    return other || options.port === undefined ? undefined : options;
  }
  const isPort =
    first === undefined || first === null || typeof first === 'function' || !Number.isNaN(Number(first));
  if (!isPort) return undefined;
  const port = typeof first === 'function' ? 0 : Number(first ?? 0);
  const host = typeof second === 'string' ? second : undefined;
  const backlog = [second, third].find(arg => typeof arg === 'number');
  return { port, host, backlog: backlog as number | undefined };
}

function redirectConnect({ podAddress, apiServer, clusterDomain }: ShimSettings): void {
  const connect = net.Socket.prototype.connect as AnyFunction;
  const redirected = (options: net.TcpNetConnectOpts): net.TcpNetConnectOpts => {
    const host = options.host || 'localhost';
    const isApiServer = host === apiServer.host && Number(options.port) === apiServer.port;
    if (clusterIp.test(host)) {
      // No machine has these addresses; the name server knows the loopback address behind each.
      return { ...options, host: `${host.replaceAll('.', '-')}.cluster-ip.${clusterDomain}` };
    }
    return loopback.has(host) && !isApiServer ? { ...options, host: podAddress } : options;
  };
  net.Socket.prototype.connect = function (this: net.Socket, ...args: Arguments) {
    const [first] = args;
    if (Array.isArray(first) && isTcp(first[0])) {
      // What net.connect() itself passes: [options, callback], marked by a symbol that has to stay.
      first[0] = redirected(first[0]);
    } else if (isTcp(first)) {
      args[0] = redirected(first);
    } else if (first !== undefined && typeof first !== 'object' && !Number.isNaN(Number(first))) {
      const host = typeof args[1] === 'string' ? args[1] : undefined;
      const options = redirected({ port: Number(first), host });
      return connect.call(
        this,
        options,
        args.find(arg => typeof arg === 'function'),
      );
    }
    return connect.apply(this, args);
  } as typeof net.Socket.prototype.connect;
}

function isTcp(options: unknown): options is net.TcpNetConnectOpts {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false;
  return 'port' in options && !(options as { path?: string }).path;
}

function redirectDatagrams({ podAddress }: ShimSettings): void {
  const bind = dgram.Socket.prototype.bind as AnyFunction;
  dgram.Socket.prototype.bind = function (this: dgram.Socket & { type?: string }, ...args: Arguments) {
    const [first, second] = args;
    const isOptions = typeof first === 'object' && first !== null;
    const options = isOptions
      ? (first as dgram.BindOptions & { fd?: number })
      : {
          port: typeof first === 'function' ? 0 : Number(first ?? 0),
          address: typeof second === 'string' ? second : undefined,
        };
    const other = 'fd' in options && options.fd !== undefined;
    if (other || this.type === 'udp6' || !isOwnHost(options.address)) return bind.apply(this, args);
    const callback = args.findLast(arg => typeof arg === 'function');
    return bind.call(this, { ...options, address: podAddress }, callback);
  } as typeof dgram.Socket.prototype.bind;

  const send = dgram.Socket.prototype.send as AnyFunction;
  dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: Arguments) {
    const at = args.findLastIndex(arg => typeof arg === 'string');
    // The first argument is the message, which may be a text as well.
    if (at > 0 && loopback.has(String(args[at]))) args[at] = podAddress;
    return send.apply(this, args);
  } as typeof dgram.Socket.prototype.send;
}

function isOwnHost(host: string | undefined | null): boolean {
  return host === undefined || host === null || everywhere.has(host) || loopback.has(host);
}
