import { CartridgeError } from '../errors.ts';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `host:port` of an advertise URI; null when it is not one. */
export function parseHostPort(uri: string): HostPort | null {
  const match = /^([^\s:/@]+):(\d{1,5})$/.exec(uri);
  if (match === null) return null;
  const port = Number(match[2]);
  return port > 65535 ? null : { host: match[1] ?? '', port };
}

export function requireHostPort(uri: string): HostPort {
  const parsed = parseHostPort(uri);
  if (parsed === null) throw new CartridgeError('CartridgeCfgError', `Invalid URI "${uri}"`);
  return parsed;
}
