import { type HttpServer, servePages } from './http-server.ts';

/** For the kubelet: an event loop that answers is alive; `notReadyBecause` says what is missing, or null. */
export function serveHealth(port: number, notReadyBecause: () => string | null): Promise<HttpServer> {
  return servePages(port, {
    '/healthz': () => ({ status: 200, contentType: 'text/plain', text: 'ok' }),
    '/readyz': () => {
      const problem = notReadyBecause();
      return { status: problem === null ? 200 : 503, contentType: 'text/plain', text: problem ?? 'ok' };
    },
  });
}
