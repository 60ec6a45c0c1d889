import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inBackground } from '@cartridge-on-kubernetes/process';

interface Page {
  status: number;
  contentType: string;
  text: string;
}

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

export interface HttpServerOptions {
  port: number;
  /** by path */
  pages: Readonly<Record<string, () => Page | Promise<Page>>>;
  /** called when a page fails; the request is answered with 500 */
  onFailure: (error: Error, path: string) => void;
}

/** A server of a few GET pages on all addresses, for the kubelet and for Prometheus. */
export async function servePages({ port, pages, onFailure }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const path = pathOf(request.url ?? '/');
    if (path === undefined) return send(response, textPage(400, 'Not a URL'));
    inBackground(answer(response, pages[path]), error => {
      onFailure(error, path);
      if (response.headersSent) response.destroy();
      else send(response, textPage(500, `${path} failed. See the log of the operator`));
    });
  });
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function answer(response: ServerResponse, page: HttpServerOptions['pages'][string] | undefined) {
  send(response, page === undefined ? textPage(404, 'Not found') : await page());
}

function send(response: ServerResponse, { status, contentType, text }: Page): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(text);
}

function textPage(status: number, text: string): Page {
  return { status, contentType: 'text/plain', text };
}

/** Undefined for a request target that is no URL, such as `//`, which any client can send. */
function pathOf(requestTarget: string): string | undefined {
  const base = 'http://operator';
  return URL.canParse(requestTarget, base) ? new URL(requestTarget, base).pathname : undefined;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '0.0.0.0', resolve);
  });
}
