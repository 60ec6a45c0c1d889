import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Page {
  status: number;
  contentType: string;
  text: string;
}

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/** A server of a few GET pages on all addresses, for the kubelet and for Prometheus. */
export async function servePages(
  port: number,
  pages: Readonly<Record<string, () => Page | Promise<Page>>>,
): Promise<HttpServer> {
  const server = createServer(async (request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://operator').pathname];
    const { status, contentType, text } =
      page === undefined ? { status: 404, contentType: 'text/plain', text: 'Not found' } : await page();
    response.writeHead(status, { 'content-type': contentType });
    response.end(text);
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

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '0.0.0.0', resolve);
  });
}
