import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Container, Probe } from 'kubernetes-types/core/v1';
import type { PodPorts } from '../ports/pod-ports.ts';
import { startTimer } from '../runtime/timer.ts';

export type ProbeOutcome = { kind: 'success' } | { kind: 'failure'; message: string };

export interface ProbeTarget {
  podAddress: string;
  ports: PodPorts;
  container: Container;
  /** runs a command inside the container; resolves with its exit code and output */
  exec: (command: string[], timeoutMilliseconds: number) => Promise<{ exitCode: number; output: string }>;
}

/** Carries out a probe once. */
export async function runProbe(probe: Probe, target: ProbeTarget): Promise<ProbeOutcome> {
  const timeoutMilliseconds = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec) {
    const { exitCode, output } = await target.exec(probe.exec.command ?? [], timeoutMilliseconds);
    return exitCode === 0 ? { kind: 'success' } : { kind: 'failure', message: output };
  }
  if (probe.httpGet) return probeHttp(probe, target, timeoutMilliseconds);
  if (probe.tcpSocket) {
    const port = resolvePort(target.container, probe.tcpSocket.port);
    const host = probe.tcpSocket.host || target.podAddress;
    return probeTcp({ host, port, timeoutMilliseconds, ports: target.ports });
  }
  if (probe.grpc) {
    const { podAddress: host, ports } = target;
    return probeTcp({ host, port: probe.grpc.port, timeoutMilliseconds, ports });
  }
  return { kind: 'failure', message: 'the probe names no action' };
}

function probeTcp(options: {
  host: string;
  port: number;
  timeoutMilliseconds: number;
  ports: PodPorts;
}): Promise<ProbeOutcome> {
  const { host, port, timeoutMilliseconds, ports } = options;
  return new Promise(resolve => {
    const socket = connect({ host, port: realPort(ports, { host, port }), timeout: timeoutMilliseconds });
    const end = (outcome: ProbeOutcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end({ kind: 'success' }));
    socket.once('timeout', () => end({ kind: 'failure', message: `dial tcp ${host}:${port}: i/o timeout` }));
    socket.once('error', error =>
      end({ kind: 'failure', message: `dial tcp ${host}:${port}: ${describeConnectError(error)}` }),
    );
  });
}

function probeHttp(probe: Probe, target: ProbeTarget, timeoutMilliseconds: number): Promise<ProbeOutcome> {
  const action = probe.httpGet ?? { port: 0 };
  const host = action.host || target.podAddress;
  const port = resolvePort(target.container, action.port);
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const path = action.path?.startsWith('/') ? action.path : `/${action.path ?? ''}`;
  const url = `${scheme}://${host}:${port}${path}`;
  const headers: Record<string, string> = {
    host: `${host}:${port}`,
    'user-agent': 'kube-probe/1.34',
    accept: '*/*',
    connection: 'close',
  };
  for (const header of action.httpHeaders ?? []) headers[header.name.toLowerCase()] = header.value;
  return new Promise(resolve => {
    const send = scheme === 'https' ? httpsRequest : httpRequest;
    const request = send(url, {
      port: realPort(target.ports, { host, port }),
      headers,
      rejectUnauthorized: false,
      agent: false,
    });
    const timer = startTimer(timeoutMilliseconds, () =>
      request.destroy(new Error('context deadline exceeded')),
    );
    request.once('response', response => {
      timer.cancel();
      response.resume();
      const status = response.statusCode ?? 0;
      const ok = status >= 200 && status < 400;
      resolve(
        ok
          ? { kind: 'success' }
          : { kind: 'failure', message: `HTTP probe failed with statuscode: ${status}` },
      );
    });
    request.once('error', error => {
      timer.cancel();
      const detail = `dial tcp ${host}:${port}: ${describeConnectError(error)}`;
      resolve({ kind: 'failure', message: `Get "${url}": ${detail}` });
    });
    request.end();
  });
}

/** A probe may ask another host, whose ports are its own. */
function realPort(ports: PodPorts, { host, port }: { host: string; port: number }): number {
  return ports.hasAddress(host) ? ports.realPort({ protocol: 'tcp', port }) : port;
}

function resolvePort(container: Container, port: string | number): number {
  const named = container.ports?.find(found => found.name === String(port));
  return named?.containerPort ?? Number(port);
}

function describeConnectError(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ECONNREFUSED') return 'connect: connection refused';
  return code === 'ECONNRESET' ? 'read: connection reset by peer' : error.message;
}
