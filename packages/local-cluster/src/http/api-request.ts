import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UserInfo } from '../auth/user-info.ts';
import type { UpgradeSocket } from './streams/upgrade-socket.ts';

/** A request whose sender is known, with what every handler needs. */
export interface ApiRequest {
  message: IncomingMessage;
  response: ServerResponse;
  method: string;
  url: URL;
  query: URLSearchParams;
  user: UserInfo;
  /** added to the answer as Warning headers */
  warnings: string[];
  /** present when the client wants to leave HTTP for a stream protocol */
  upgrade?: UpgradeSocket;
}

export function isTrue(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}

export function numberParameter(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  return value === null || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}
