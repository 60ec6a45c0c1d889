import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { certificate } from './certificates.ts';
import { state } from './folders.ts';
import { nodeAddress } from './network.ts';

export const server = () => `https://${nodeAddress()}:6443`;

export const tokenFile = join(state, 'admin.token');

/** One request to the API server as its administrator. Errors: a status of 400 and more, with the answer's text. */
export function callApi(method: string, path: string, body?: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${server()}${path}`,
      {
        method,
        ca: readFileSync(certificate('ca')),
        headers: {
          authorization: `Bearer ${readFileSync(tokenFile, 'utf8')}`,
          'content-type': 'application/json',
        },
        timeout: 10_000,
      },
      answer => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if ((answer.statusCode ?? 500) < 400) resolve(text);
          else reject(new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path} did not answer in time`)));
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
