import { constants } from 'node:os';
import { listPortMoves, type PodPort, type PortMove, readRealPort, recordPortMove } from './port-moves.ts';
import { findSocketHandles, type SocketHandles } from './socket-handles.ts';

export interface PodPortsOptions {
  /** of portMovesFolder() */
  folder: string;
  /** an address of the cluster's range that no pod has: a port that cannot be bound there is held on all addresses */
  freeAddress: string;
  onMove?(move: PortMove): void;
}

/** as libuv says it */
export const addressInUse = -constants.errno.EADDRINUSE;

const candidateCount = 60;

/**
 * The ports of pods on this machine. Pods have addresses of their own, so two pods may have the same port. A program of
 * the machine that holds a port on all addresses holds it on the pods' addresses too. Such a port is moved for the
 * whole cluster, as long as the cluster runs. No program can take a port on all addresses while a pod listens on it,
 * so a moved port never has listeners both at the original and at the new number.
 */
export class PodPorts {
  readonly #folder: string;
  readonly #freeAddress: string;
  readonly #onMove: (move: PortMove) => void;
  readonly #range: string;
  readonly #handles = findSocketHandles();

  constructor({ folder, freeAddress, onMove = () => {} }: PodPortsOptions) {
    this.#folder = folder;
    this.#freeAddress = freeAddress;
    this.#onMove = onMove;
    this.#range = freeAddress.split('.', 2).concat('').join('.');
  }

  /** Whether an address is one of a pod or Service of this cluster; 127.A.0.0/24 is the node's own. */
  hasAddress(address = ''): boolean {
    return address.startsWith(this.#range) && !address.startsWith(`${this.#range}0.`);
  }

  /** What to bind or dial for a port. */
  realPort(wanted: PodPort): number {
    return readRealPort(this.#folder, wanted);
  }

  /** What pods call the port behind a real one. */
  shownPort({ protocol, port }: PodPort): number {
    const moves = listPortMoves(this.#folder);
    return moves.find(move => move.protocol === protocol && move.movedTo === port)?.port ?? port;
  }

  /** Moves a port if it has to be; returns what to bind. */
  makeWay(wanted: PodPort): number {
    const real = this.realPort(wanted);
    const handles = this.#handles;
    if (real !== wanted.port || !handles || !this.#isHeld(handles, wanted)) return real;
    const { protocol, port } = wanted;
    const free = candidates(port).find(
      candidate =>
        this.shownPort({ protocol, port: candidate }) === candidate &&
        !this.#isHeld(handles, { protocol, port: candidate }),
    );
    if (free === undefined) return real;
    const movedTo = recordPortMove(this.#folder, { protocol, port, movedTo: free });
    this.#onMove({ protocol, port, movedTo });
    return movedTo;
  }

  #isHeld({ Tcp, Udp }: SocketHandles, { protocol, port }: PodPort): boolean {
    if (protocol === 'udp') {
      const socket = new Udp();
      const error = socket.bind(this.#freeAddress, port, 0);
      socket.close();
      return error === addressInUse;
    }
    const server = new Tcp(1);
    const error = server.bind(this.#freeAddress, port) || server.listen(1);
    server.close();
    return error === addressInUse;
  }
}

/** 8081 → 28081, 29081, …: easy to recognise, and at first below the range the system takes ports from. */
function candidates(port: number): number[] {
  const lowest = 1024;
  const count = 64_000;
  return Array.from(
    { length: candidateCount },
    (_, index) => lowest + ((port - lowest + 20_000 + index * 1000) % count),
  );
}
