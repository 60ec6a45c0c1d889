import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';

interface RecordedRequest {
  method: string;
  url: string;
  status: number;
  body: string;
  /** what the server warns of, unknown fields among it */
  warning: string | undefined;
  /** of an answer of 400 and more */
  refusal: string;
}

export interface RecordingProxy extends AsyncDisposable {
  url: string;
  requests: RecordedRequest[];
}

/** Hands requests on to an API server and keeps what it said of each: a server tells warnings to its client alone. */
export async function startRecordingProxy(server: string): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = [];
  const proxy = createServer((incoming, outgoing) => handOn({ server, requests, incoming, outgoing }));
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await new Promise(resolve => proxy.close(resolve));
    },
  };
}

function handOn(call: {
  server: string;
  requests: RecordedRequest[];
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}): void {
  const { server, requests, incoming, outgoing } = call;
  const { method = '', url = '', headers } = incoming;
  let body = '';
  incoming.on('data', chunk => (body += chunk));
  const upstream = request(`${server}${url}`, { method, headers, rejectUnauthorized: false }, answer => {
    const status = answer.statusCode ?? 0;
    const record: RecordedRequest = { method, url, body, status, warning: warningOf(answer), refusal: '' };
    requests.push(record);
    if (status >= 400) answer.on('data', chunk => (record.refusal += chunk));
    outgoing.writeHead(status, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  upstream.on('error', () => outgoing.destroy());
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

function warningOf({ headers }: IncomingMessage): string | undefined {
  return [headers.warning ?? []].flat().join('; ') || undefined;
}
