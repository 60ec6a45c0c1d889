import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { ApiError } from '../errors/api-error.ts';

const names = /^(localhost|kubernetes(\.default(\.svc(\.cluster\.local)?)?)?)$/i;

/**
 * A web page can make a browser send requests to loopback under a name it controls (DNS rebinding), or from
 * its own origin. Neither reads anything: only addresses and the cluster's own names are answered, and no page.
 */
export function checkHost(message: IncomingMessage): void {
  const host = hostName(message.headers.host);
  if (host === undefined || !(isIP(host) !== 0 || names.test(host)))
    throw refused(`the host ${JSON.stringify(message.headers.host ?? '')} is not one of this server's names`);
  if (message.headers.origin !== undefined || message.headers['sec-fetch-site'] === 'cross-site')
    throw refused('requests of web pages are not answered');
}

function hostName(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  return /^\[([^\]]+)\](:\d+)?$/.exec(header)?.[1] ?? header.replace(/:\d+$/, '');
}

function refused(message: string): ApiError {
  return new ApiError({ code: 421, reason: 'Forbidden', message: `misdirected request: ${message}` });
}
