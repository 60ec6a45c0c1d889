import type { Membership } from '../membership/membership.ts';
import type { ClusterwideConfig } from '../topology/clusterwide-config.ts';
import {
  disabledLeaders,
  eventualLeaders,
  type Leaders,
  type MembersByUri,
  type MemberView,
} from '../topology/leaders.ts';

/** Appointments of stateful failover, kept by a state provider. */
export interface Appointments {
  leaders(): Leaders;
  configure(config: ClusterwideConfig): Promise<void>;
  onChange(listener: () => void): void;
  stop(): void;
}

/** Knows the leader of every replicaset and tells when one changes. */
export class Failover {
  readonly #membership: Membership;
  readonly #appointments: Appointments;
  #config: ClusterwideConfig | null = null;
  #leaders: Leaders = {};
  #listener: () => void = () => {};
  isPaused = false;

  constructor(options: { membership: Membership; appointments: Appointments }) {
    this.#membership = options.membership;
    this.#appointments = options.appointments;
    this.#membership.onChange(() => this.#refresh());
    this.#appointments.onChange(() => this.#refresh());
  }

  get leaders(): Leaders {
    return this.#leaders;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** Takes over a config; the caller reads the leaders afterwards, no change is told for it. */
  async configure(config: ClusterwideConfig): Promise<void> {
    await this.#appointments.configure(config);
    this.#config = config;
    this.#leaders = this.#compute();
  }

  #refresh(): void {
    if (this.#config === null || this.isPaused) return;
    const leaders = this.#compute();
    if (JSON.stringify(leaders) === JSON.stringify(this.#leaders)) return;
    this.#leaders = leaders;
    this.#listener();
  }

  #compute(): Leaders {
    const topology = this.#config?.topology;
    if (topology === undefined) return {};
    switch (topology.failover.mode) {
      case 'eventual':
        return eventualLeaders(topology, viewMembers(this.#membership));
      case 'stateful':
        return this.#appointments.leaders();
      default:
        return disabledLeaders(topology);
    }
  }
}

export function viewMembers(membership: Membership): MembersByUri {
  return new Map(
    membership
      .members()
      .map((member): [string, MemberView] => [
        member.uri,
        { status: member.status, state: member.payload?.state ?? null, uuid: member.payload?.uuid ?? null },
      ]),
  );
}
