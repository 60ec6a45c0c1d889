/**
 * The classes behind the sockets of net and dgram, as far as ports go. Calls give 0 or a negative errno. They are
 * Node's own business and may go away: where they are not there, ports are never moved.
 */
export interface SocketHandle {
  bind(address: string, port: number, flags?: number): number;
  connect(...args: unknown[]): number;
  getsockname(name: SocketName): number;
  getpeername(name: SocketName): number;
  close(): void;
}

export interface TcpHandle extends SocketHandle {
  listen(backlog: number): number;
}

export interface UdpHandle extends SocketHandle {
  send(...args: unknown[]): number;
  recvStart(): number;
  onmessage?: (count: number, handle: UdpHandle, message: unknown, sender?: SocketName) => void;
}

export interface SocketName {
  address?: string;
  port?: number;
}

export interface SocketHandles {
  /** takes 1 for a server */
  Tcp: { new (type: number): TcpHandle; prototype: TcpHandle };
  Udp: { new (): UdpHandle; prototype: UdpHandle };
}

/** Undefined where this Node does not give them. */
export function findSocketHandles(): SocketHandles | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => Record<string, unknown> };
  try {
    const Tcp = binding?.('tcp_wrap').TCP as SocketHandles['Tcp'] | undefined;
    const Udp = binding?.('udp_wrap').UDP as SocketHandles['Udp'] | undefined;
    return Tcp && Udp && { Tcp, Udp };
  } catch {
    return undefined;
  }
}
