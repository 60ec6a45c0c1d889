import { type HttpServer, type HttpServerOptions, servePages } from './http-server.ts';

/**
 * Probes for the kubelet. /healthz answers while the event loop runs; /readyz fails while `notReadyBecause` returns a
 * text.
 */
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
