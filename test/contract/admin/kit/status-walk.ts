/**
 * What a server goes through, as others see it. News travels by gossip, so an observer may skip a place, never
 * go back; a slow one may be suspected on its way, which says nothing of its own state.
 */
const RETURNING = [
  'unconfigured/',
  'unconfigured/Unconfigured',
  'unconfigured/ConfigFound',
  'unconfigured/ConfigLoaded',
  'unconfigured/BootstrappingBox',
  'unconfigured/RecoveringSnapshot',
  'warning/ConnectingFullmesh',
  'warning/BoxConfigured',
  'healthy/',
];
const DYING = ['healthy/', 'unreachable/Server status is "suspect"', 'unreachable/Server status is "dead"'];

export interface SeenServer {
  readonly uri: string;
  readonly status: string;
  readonly message: string;
}

const place = (server: SeenServer) => `${server.status}/${server.message}`;

/** Fails with a sentence when a server was seen going backwards on its way to where it was recorded. */
export class StatusWalk {
  readonly #reached = new Map<string, number>();
  readonly #walks: ReadonlyMap<string, readonly string[]>;

  constructor(destination: readonly SeenServer[]) {
    this.#walks = new Map(
      destination.map(server => [server.uri, place(server) === DYING.at(-1) ? DYING : RETURNING]),
    );
  }

  see(servers: readonly SeenServer[]): void {
    for (const server of servers) {
      const walk = this.#walks.get(server.uri);
      const at = walk?.indexOf(place(server)) ?? -1;
      if (walk === undefined || at < 0) continue;
      const before = this.#reached.get(server.uri) ?? -1;
      if (at < before) throw new Error(`${server.uri} went from ${walk[before]} back to ${place(server)}`);
      this.#reached.set(server.uri, at);
    }
  }
}

/** Whether a server seen right after a change is as far as recorded, or farther: the answer races with gossip. */
export function isAtOrAfter(seen: SeenServer, recorded: SeenServer): boolean {
  return RETURNING.indexOf(place(seen)) >= RETURNING.indexOf(place(recorded));
}
