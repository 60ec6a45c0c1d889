import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { graphql } from 'graphql';
import { buildAdminSchema } from './admin-schema.ts';
import type { Answer } from './answer.ts';

/** An instance as a browser sees it: the page, and an admin API that gives one answer until told another. */
export interface StandIn {
  url: string;
  /** The next answers */
  answer: Answer;
  /** Asks for admin / secret when true */
  locked: boolean;
  /** An error instead of any answer but `cluster { self }`, as in state InitError */
  refusal: { message: string; className: string } | null;
  queries: string[];
  /** Closes every connection and the port, as a stopped process does */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

export interface StandInOptions {
  uiFolder: string;
  answer: Answer;
  version?: string;
  prefix?: string;
}

/** What the page has to get along with. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export async function startInstance(options: StandInOptions): Promise<StandIn> {
  const prefix = options.prefix ?? '';
  const schema = buildAdminSchema(options.version ?? '2.17.2');
  let server = createServer();
  let port = 0;

  const standIn: StandIn = {
    url: '',
    answer: options.answer,
    locked: false,
    refusal: null,
    queries: [],
    goAway: () => close(server),
    async comeBack() {
      server = createServer((request, response) => {
        serve(request, response).catch(error => response.destroy(error));
      });
      port = await listen(server, port);
      standIn.url = `http://127.0.0.1:${port}${prefix}/admin`;
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://instance').pathname;
    if (path === `${prefix}/admin/api`) return answerQuery(request, response);
    if (path === `${prefix}/login`) return login(request, response);
    if (path === `${prefix}/logout`) {
      response.writeHead(200, { 'set-cookie': 'lsid=""; Path=/; Max-Age=0' }).end();
      return;
    }
    return sendFile(path, response);
  }

  async function answerQuery(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { query } = JSON.parse(await readBody(request)) as { query: string };
    standIn.queries.push(query);
    response.setHeader('content-type', 'application/json; charset=utf-8');
    if (standIn.locked && !request.headers.cookie?.includes('lsid=open')) {
      response.end(JSON.stringify({ errors: [{ message: 'Unauthorized' }] }));
      return;
    }
    if (standIn.refusal !== null && query.includes('servers')) {
      response.end(JSON.stringify({ errors: [asCartridgeError(standIn.refusal)] }));
      return;
    }
    const result = await graphql({ schema, source: query, rootValue: standIn.answer });
    const [error] = result.errors ?? [];
    response.end(JSON.stringify(error ? { errors: [{ message: error.message }] } : { data: result.data }));
  }

  async function login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fields = new URLSearchParams(await readBody(request));
    const accepted = fields.get('username') === 'admin' && fields.get('password') === 'secret';
    if (accepted) response.setHeader('set-cookie', 'lsid=open; Path=/; HttpOnly');
    response.writeHead(accepted ? 200 : 403).end();
  }

  /** Under <prefix>/admin and <prefix>/static, as Cartridge has it. */
  async function sendFile(path: string, response: ServerResponse): Promise<void> {
    const inner = path.slice(prefix.length).replace(/^\/admin(?=\/|$)/, '');
    const file = inner === '' || inner === '/' ? '/index.html' : inner;
    try {
      const body = await readFile(join(options.uiFolder, file));
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      response.setHeader('content-security-policy', policy);
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  await standIn.comeBack();
  return standIn;
}

function asCartridgeError(refusal: { message: string; className: string }) {
  return {
    message: refusal.message,
    extensions: { 'io.tarantool.errors.class_name': refusal.className },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
