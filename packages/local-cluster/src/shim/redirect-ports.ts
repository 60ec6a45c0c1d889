import { addressInUse, PodPorts } from '../ports/pod-ports.ts';
import type { Protocol } from '../ports/port-moves.ts';
import {
  findSocketHandles,
  type SocketHandle,
  type SocketName,
  type TcpHandle,
  type UdpHandle,
} from '../ports/socket-handles.ts';
import type { ShimSettings } from './shim-settings.ts';

/**
 * Makes ports that were moved invisible to the pod: it binds, dials and sees the ports it names. Done at the handles
 * below net and dgram, where names are resolved already and every kind of socket passes.
 */
export function redirectPorts({ podAddress, portsFolder }: ShimSettings): void {
  const handles = findSocketHandles();
  if (!handles) return;
  const [first, number] = podAddress.split('.');
  // The node itself looks at .0.2.
  const ports = new PodPorts({ folder: portsFolder, freeAddress: `${first}.${number}.0.3` });
  redirectTcp(handles.Tcp.prototype, ports);
  redirectUdp(handles.Udp.prototype, ports);
  for (const [protocol, handle] of [
    ['tcp', handles.Tcp.prototype],
    ['udp', handles.Udp.prototype],
  ] as const) {
    showNames(handle, { ports, protocol });
  }
}

function redirectTcp(handle: TcpHandle, ports: PodPorts): void {
  const { bind, listen, connect } = handle;
  const bound = new WeakMap<TcpHandle, { address: string; port: number; real: number }>();

  handle.bind = function (this: TcpHandle, address, port, ...rest) {
    if (!port || !ports.hasAddress(address)) return bind.call(this, address, port, ...rest);
    const real = ports.realPort({ protocol: 'tcp', port });
    bound.set(this, { address, port, real });
    return bind.call(this, address, real, ...rest);
  };

  // That an address is in use is known only here.
  handle.listen = function (this: TcpHandle, backlog) {
    const error = listen.call(this, backlog);
    const wanted = bound.get(this);
    if (error !== addressInUse || !wanted) return error;
    const real = ports.makeWay({ protocol: 'tcp', port: wanted.port });
    if (real === wanted.real) return error;
    return bind.call(this, wanted.address, real) || listen.call(this, backlog);
  };

  handle.connect = function (this: TcpHandle, request, address, port, ...rest) {
    return connect.call(this, request, address, dialled(ports, 'tcp', { address, port }), ...rest);
  };
}

function redirectUdp(handle: UdpHandle, ports: PodPorts): void {
  const { bind, connect, send, recvStart } = handle;

  handle.bind = function (this: UdpHandle, address, port, ...rest) {
    if (!port || !ports.hasAddress(address)) return bind.call(this, address, port, ...rest);
    const real = ports.realPort({ protocol: 'udp', port });
    const error = bind.call(this, address, real, ...rest);
    if (error !== addressInUse) return error;
    const other = ports.makeWay({ protocol: 'udp', port });
    return other === real ? error : bind.call(this, address, other, ...rest);
  };

  handle.connect = function (this: UdpHandle, address, port, ...rest) {
    return connect.call(this, address, dialled(ports, 'udp', { address, port }), ...rest);
  };

  // (request, list, count, port, address, hasCallback), or without port and address when connected.
  handle.send = function (this: UdpHandle, ...args) {
    const [, , , port, address] = args;
    args[3] = dialled(ports, 'udp', { address, port });
    return send.apply(this, args);
  };

  handle.recvStart = function (this: UdpHandle) {
    const { onmessage } = this;
    this.onmessage = (count, self, message, sender) => {
      if (sender) show(sender, { ports, protocol: 'udp' });
      onmessage?.call(this, count, self, message, sender);
    };
    return recvStart.call(this);
  };
}

function dialled(ports: PodPorts, protocol: Protocol, to: { address: unknown; port: unknown }): unknown {
  const { address, port } = to;
  if (typeof address !== 'string' || typeof port !== 'number' || !ports.hasAddress(address)) return port;
  return ports.realPort({ protocol, port });
}

interface Showing {
  ports: PodPorts;
  protocol: Protocol;
}

function showNames(handle: SocketHandle, showing: Showing): void {
  for (const ask of ['getsockname', 'getpeername'] as const) {
    const original = handle[ask];
    handle[ask] = function (this: SocketHandle, name) {
      const error = original.call(this, name);
      if (error === 0) show(name, showing);
      return error;
    };
  }
}

function show(name: SocketName, { ports, protocol }: Showing): void {
  if (name.port && ports.hasAddress(name.address)) name.port = ports.shownPort({ protocol, port: name.port });
}
