import sendRequest from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { Clock } from './clock.ts';
import type { ConnectOptions, HttpClient } from './http.ts';
import type { Platform } from './platform.ts';

const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMilliseconds, task) {
    const timer = setTimeout(task, delayMilliseconds);
    return () => clearTimeout(timer);
  },
};

/** Time, chance and HTTP of this process. */
export const nodePlatform: Platform = {
  clock: systemClock,
  random: () => Math.random(),
  connect: connectByUndici,
};

function connectByUndici({ tls, keepAliveSeconds }: ConnectOptions): HttpClient {
  const agent = new Agent({
    connections: null,
    pipelining: 1,
    // Deadlines are the callers': a quiet watch is silent for minutes and healthy.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveSeconds * 1000,
    connect: { timeout: 10_000, ...(tls === undefined ? {} : socketOptions(tls)) },
  });
  return {
    async send({ origin, method, path, headers, body, signal }) {
      const response = await sendRequest.call(agent, {
        origin,
        method: method as 'GET',
        path,
        headers,
        body,
        signal,
      });
      return { status: response.statusCode, headers: response.headers, body: response.body };
    },
    close: () => agent.close(),
    destroy: () => agent.destroy(),
  };
}

function socketOptions({ ca, serverName, certificate, key, insecure }: NonNullable<ConnectOptions['tls']>) {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: !insecure,
  };
}
