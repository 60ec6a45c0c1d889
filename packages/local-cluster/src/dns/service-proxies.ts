import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Service, ServicePort } from 'kubernetes-types/core/v1';
import { services } from '../in-process/kinds.ts';
import { formatKey, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import type { PodPorts } from '../ports/pod-ports.ts';
import type { Log } from '../runtime/log.ts';
import { readyEndpoints } from './service-endpoints.ts';

interface Proxied {
  address: string;
  servers: Map<number, Server>;
}

/**
 * Gives the cluster IP of a Service a loopback address of this machine, and on it a listener for each TCP port
 * that passes connections on to the ready endpoints in turn. The listeners are made at the first lookup of the address.
 */
export class ServiceProxies {
  readonly #objects: TypedObjects;
  readonly #log: Log;
  readonly #subnet: number;
  readonly #ports: PodPorts;
  readonly #proxied = new Map<string, Proxied>();
  readonly #connections = new Set<Socket>();
  readonly #stopWatch: () => void;
  #nextAddress = 1;
  #turn = 0;

  constructor(options: { objects: TypedObjects; log: Log; subnet: number; ports: PodPorts }) {
    this.#objects = options.objects;
    this.#log = options.log;
    this.#subnet = options.subnet;
    this.#ports = options.ports;
    this.#stopWatch = this.#objects.watch(services, change =>
      this.#changed(change.object, change.type === 'DELETED'),
    );
  }

  /** The loopback address of a Service with a cluster IP. */
  addressOf(key: { namespace: string; name: string }): string | undefined {
    const service = this.#objects.read(services, key);
    if (!hasClusterIp(service)) return undefined;
    const present = this.#proxied.get(formatKey(key));
    if (present) return present.address;
    const number = this.#nextAddress;
    this.#nextAddress = (number % 0x7ffe) + 1;
    const address = `127.${this.#subnet}.${128 + (number >> 8)}.${number & 255}`;
    const proxied: Proxied = { address, servers: new Map() };
    this.#proxied.set(formatKey(key), proxied);
    this.#listen(service, proxied);
    return address;
  }

  async close(): Promise<void> {
    this.#stopWatch();
    for (const proxied of this.#proxied.values()) this.#closeServers(proxied, new Set());
    for (const socket of this.#connections) socket.destroy();
  }

  #changed(service: Stored<Service>, isDeleted: boolean): void {
    const key = formatKey({ namespace: service.metadata.namespace, name: service.metadata.name });
    const proxied = this.#proxied.get(key);
    if (!proxied) return;
    if (!isDeleted && hasClusterIp(service)) {
      this.#listen(service, proxied);
      return;
    }
    this.#proxied.delete(key);
    this.#closeServers(proxied, new Set());
  }

  #listen(service: Stored<Service>, proxied: Proxied): void {
    const ports = (service.spec?.ports ?? []).filter(port => (port.protocol ?? 'TCP') === 'TCP');
    this.#closeServers(proxied, new Set(ports.map(port => port.port)));
    for (const { port } of ports) {
      if (proxied.servers.has(port)) continue;
      const server = createServer({ allowHalfOpen: true }, socket =>
        this.#pass(service.metadata, port, socket),
      );
      proxied.servers.set(port, server);
      server.on('error', error => {
        const name = `${service.metadata.namespace}/${service.metadata.name}`;
        this.#log.debug('Port of a Service is not reachable through its cluster IP', {
          service: name,
          port,
          error,
        });
      });
      server.listen(this.#ports.makeWay({ protocol: 'tcp', port }), proxied.address);
      server.unref();
    }
  }

  #pass(key: { namespace?: string; name: string }, port: number, socket: Socket): void {
    const target = this.#chooseTarget(key, port);
    if (!target) {
      socket.destroy();
      return;
    }
    const upstream = connect({ ...target, allowHalfOpen: true });
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      this.#connections.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#connections.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }

  #chooseTarget(
    key: { namespace?: string; name: string },
    port: number,
  ): { host: string; port: number } | undefined {
    const service = this.#objects.read(services, key);
    const found: ServicePort | undefined = service?.spec?.ports?.find(candidate => candidate.port === port);
    const endpoints = readyEndpoints(this.#objects, { namespace: key.namespace, name: key.name });
    if (!found || endpoints.length === 0) return undefined;
    this.#turn = (this.#turn + 1) % endpoints.length;
    const endpoint = endpoints[this.#turn];
    const target = endpoint?.ports.find(candidate => (candidate.name ?? '') === (found.name ?? ''));
    if (!endpoint || !target?.port) return undefined;
    return { host: endpoint.address, port: this.#ports.realPort({ protocol: 'tcp', port: target.port }) };
  }

  #closeServers(proxied: Proxied, kept: Set<number>): void {
    for (const [port, server] of proxied.servers) {
      if (kept.has(port)) continue;
      server.close();
      proxied.servers.delete(port);
    }
  }
}

function hasClusterIp(service: Stored<Service> | undefined): service is Stored<Service> {
  const address = service?.spec?.clusterIP;
  return address !== undefined && address !== '' && address !== 'None';
}
