import { type HttpServer, type HttpServerOptions, servePages } from './http-server.ts';

/** For the kubelet: an event loop that answers is alive; `notReadyBecause` says what is missing, or null. */
export function serveHealth({
  notReadyBecause,
  ...server
}: Omit<HttpServerOptions, 'pages'> & { notReadyBecause: () => string | null }): Promise<HttpServer> {
  return servePages({
    ...server,
    pages: {
      '/healthz': () => ({ status: 200, contentType: 'text/plain', text: 'ok' }),
      '/readyz': () => {
        const problem = notReadyBecause();
        return { status: problem === null ? 200 : 503, contentType: 'text/plain', text: problem ?? 'ok' };
      },
    },
  });
}
