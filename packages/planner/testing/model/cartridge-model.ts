import type { InstanceSelf, Topology, TopologyEdit } from '@cartridge-on-kubernetes/api';
import {
  activeLeader,
  type ModelCluster,
  type ModelInstance,
  type ModelReplicaset,
  viewCluster,
} from './cluster-view.ts';

/** A small Cartridge: instances that run, what their volumes hold, and the clusters they founded. */
export class CartridgeModel {
  readonly running = new Map<string, ModelInstance>();
  readonly volumes = new Map<string, ModelInstance['memory']>();
  readonly clusters: ModelCluster[] = [];
  mutations = 0;
  /** uuids of the members that led when they stopped, by pod */
  private readonly leaders = new Map<string, string>();

  start(pod: string, uri: string): void {
    const memory = this.volumes.get(pod) ?? null;
    this.running.set(pod, {
      pod,
      uri,
      state: memory === null ? 'Unconfigured' : 'RecoveringSnapshot',
      memory,
      heard: this.leaders.get(pod) ?? null,
    });
    this.breakReplication(uri);
  }

  /** The instance at `uri` learns which member leads its replicaset. */
  introduce(via: string, uri: string): void {
    const cluster = this.mustRun(via).memory?.cluster;
    const target = this.at(uri);
    const member = [...(cluster?.members.values() ?? [])].find(known => known.uri === uri);
    if (cluster === undefined || target === undefined || member === undefined)
      throw new Error(`Probe "${uri}" failed: no response`);
    target.heard = activeLeader(cluster, cluster.replicasets.get(member.replicaset), at => this.at(at));
  }

  restartReplication(via: string, uuid: string): void {
    this.mustRun(via).memory?.cluster.unlinked.delete(uuid);
  }

  /** An instance that replicates from an address keeps trying the old address. */
  private breakReplication(uri: string): void {
    for (const { members, replicasets, unlinked } of this.clusters) {
      const returned = [...members.values()].find(member => member.uri === uri);
      if (returned === undefined) continue;
      for (const uuid of replicasets.get(returned.replicaset)?.members ?? []) {
        const isUp = this.at(members.get(uuid)?.uri ?? '') !== undefined;
        if (uuid !== returned.uuid && isUp) unlinked.set(uuid, returned.uuid);
      }
    }
  }

  stop(pod: string): void {
    const stopped = this.running.get(pod)?.memory;
    stopped?.cluster.unlinked.delete(stopped.uuid);
    this.rememberLeader(pod);
    this.running.delete(pod);
  }

  /** The other members take a stopped leader for the leader for some time, and it may come back within that time. */
  private rememberLeader(pod: string): void {
    const { cluster, uuid = '' } = this.running.get(pod)?.memory ?? {};
    if (cluster === undefined) return;
    const replicaset = cluster.replicasets.get(cluster.members.get(uuid)?.replicaset ?? '');
    if (activeLeader(cluster, replicaset, uri => this.at(uri)) === uuid) this.leaders.set(pod, uuid);
    else this.leaders.delete(pod);
  }

  wipe(pod: string): void {
    this.volumes.delete(pod);
  }

  /** Instances that are on their way arrive. */
  settle(): void {
    for (const instance of this.running.values()) {
      if (instance.state === 'Unconfigured' || instance.state === 'RolesConfigured') continue;
      instance.state = this.hasFullmesh(instance) ? 'RolesConfigured' : 'ConnectingFullmesh';
    }
  }

  /** A starting instance waits for every enabled member of its replicaset. */
  private hasFullmesh({ memory }: ModelInstance): boolean {
    const { members, replicasets } = memory?.cluster ?? { members: new Map(), replicasets: new Map() };
    const peers: string[] = replicasets.get(members.get(memory?.uuid ?? '')?.replicaset ?? '')?.members ?? [];
    return peers.every(uuid => {
      const peer = members.get(uuid);
      const isUp = !['Unconfigured', undefined].includes(this.at(peer?.uri ?? '')?.state);
      return peer === undefined || peer.disabled || isUp;
    });
  }

  self(pod: string): InstanceSelf | null {
    const instance = this.running.get(pod);
    if (instance === undefined) return null;
    const uuid = instance.state === 'RolesConfigured' ? (instance.memory?.uuid ?? null) : null;
    return {
      uri: instance.uri,
      uuid,
      alias: pod,
      state: instance.state,
      error: null,
      appName: null,
      instanceName: pod,
    };
  }

  topology(pod: string): Topology {
    const cluster = this.mustRun(pod).memory?.cluster ?? null;
    return { self: this.self(pod) as InstanceSelf, ...viewCluster(cluster, uri => this.at(uri)) };
  }

  editTopology(via: string, edit: TopologyEdit): void {
    this.mutations++;
    const asked = this.mustRun(via);
    const cluster = asked.memory?.cluster ?? this.found();
    if (cluster.members.size > 0) this.requireVotes(cluster, edit);
    for (const change of edit.replicasets ?? []) {
      for (const joining of change.joinInstances ?? []) this.requireJoinable(cluster, joining);
    }
    if (!this.clusters.includes(cluster)) this.clusters.push(cluster);
    for (const { uuid, joinInstances = [], failoverPriority = [], ...settings } of edit.replicasets ?? []) {
      const known = cluster.replicasets.get(uuid);
      if (known === undefined && joinInstances.length === 0)
        throw new Error(`Replicaset "${uuid}" not in config`);
      const replicaset = known ?? {
        uuid,
        alias: 'unnamed',
        roles: [],
        weight: cluster.bootstrapped ? 0 : 1,
        group: 'default',
        allRw: false,
        members: [],
      };
      Object.assign(replicaset, settings, { uuid });
      cluster.replicasets.set(uuid, replicaset);
      replicaset.members = [...new Set([...failoverPriority, ...replicaset.members])];
      for (const joining of joinInstances) this.join({ cluster, replicaset, joining });
    }
    for (const { uuid, disabled } of edit.instances ?? []) {
      const member = cluster.members.get(uuid);
      if (member === undefined) throw new Error(`Server "${uuid}" not in config`);
      member.disabled = disabled ?? member.disabled;
    }
    this.bootLost(cluster);
  }

  reapply(via: string, uuids: readonly string[]): void {
    this.mutations++;
    const cluster = this.mustRun(via).memory?.cluster;
    if (cluster === undefined) throw new Error("Current instance isn't bootstrapped yet");
    for (const uuid of uuids) this.bootMember(cluster, uuid);
  }

  bootstrap(via: string): void {
    this.mutations++;
    const cluster = this.mustRun(via).memory?.cluster;
    if (cluster === undefined) throw new Error('No remotes with role "vshard-router" available');
    if (cluster.bootstrapped) throw new Error('already bootstrapped');
    if (!this.has(cluster, 'vshard-router'))
      throw new Error('No remotes with role "vshard-router" available');
    this.requireVotes(cluster);
    // Without a storage it says true and does nothing.
    cluster.bootstrapped = this.has(cluster, 'vshard-storage');
    this.bootLost(cluster);
  }

  setFailover(via: string, mode: string): void {
    this.mutations++;
    const cluster = this.mustRun(via).memory?.cluster;
    if (cluster === undefined) throw new Error("Current instance isn't bootstrapped yet");
    this.requireVotes(cluster);
    cluster.failover = mode;
    this.bootLost(cluster);
  }

  /** Whether a member with the role is at work. */
  private has({ members, replicasets }: ModelCluster, role: string): boolean {
    return [...members.values()].some(
      ({ uri, replicaset }) =>
        replicasets.get(replicaset)?.roles.includes(role) && this.at(uri)?.state === 'RolesConfigured',
    );
  }

  private found(): ModelCluster {
    return {
      id: this.clusters.length,
      members: new Map(),
      expelled: new Set(),
      replicasets: new Map(),
      failover: 'disabled',
      bootstrapped: false,
      dataLost: [],
      startedEmpty: [],
      unlinked: new Map(),
    };
  }

  /** Of the members that are enabled after the change. */
  private requireVotes(cluster: ModelCluster, { instances = [] }: TopologyEdit = {}): void {
    for (const member of cluster.members.values()) {
      const change = instances.find(({ uuid }) => uuid === member.uuid);
      const instance = this.at(member.uri);
      const votes = instance?.state === 'RolesConfigured' || instance?.state === 'Unconfigured';
      if (!(change?.disabled ?? member.disabled) && !votes)
        throw new Error(`"${member.uri}": connection refused`);
    }
  }

  private requireJoinable(cluster: ModelCluster, { uri, uuid }: { uri: string; uuid: string }): void {
    if (cluster.members.has(uuid) || cluster.expelled.has(uuid))
      throw new Error(`Server "${uuid}" is already joined`);
    if (this.at(uri)?.state !== 'Unconfigured') throw new Error(`"${uri}": can't apply config in this state`);
  }

  private join({
    cluster,
    replicaset,
    joining,
  }: {
    cluster: ModelCluster;
    replicaset: ModelReplicaset;
    joining: { uri: string; uuid: string };
  }): void {
    cluster.members.set(joining.uuid, { ...joining, replicaset: replicaset.uuid, disabled: false });
    replicaset.members.push(joining.uuid);
    this.boot(cluster, joining);
  }

  /** Any change boots members that came back without their data. */
  private bootLost(cluster: ModelCluster): void {
    for (const { uuid, uri, disabled } of cluster.members.values()) {
      if (!disabled && this.at(uri)?.state === 'Unconfigured') this.bootMember(cluster, uuid);
    }
  }

  /** An instance that knows no leader follows the first in failover priority, whichever member leads. */
  private bootMember(cluster: ModelCluster, uuid: string): void {
    const member = cluster.members.get(uuid);
    if (member === undefined) throw new Error(`Server ${uuid} not in clusterwide config`);
    const replicaset = cluster.replicasets.get(member.replicaset);
    const leader = activeLeader(cluster, replicaset, uri => this.at(uri));
    if (replicaset?.members[0] === uuid) cluster.startedEmpty.push(uuid);
    const isMisled = this.at(member.uri)?.heard === uuid || replicaset?.members[0] === uuid;
    const first = cluster.members.get(replicaset?.members[0] ?? '');
    const isAwaited = this.at(first?.uri ?? '')?.state === 'ConnectingFullmesh';
    if (isMisled || (leader === null && !isAwaited)) cluster.dataLost.push(uuid);
    this.boot(cluster, member);
  }

  private boot(cluster: ModelCluster, { uri, uuid }: { uri: string; uuid: string }): void {
    const instance = this.at(uri);
    if (instance === undefined) throw new Error(`"${uri}": connection refused`);
    instance.memory = { cluster, uuid };
    instance.state = 'BootstrappingBox';
    this.volumes.set(instance.pod, instance.memory);
  }

  private at(uri: string): ModelInstance | undefined {
    return [...this.running.values()].find(instance => instance.uri === uri);
  }

  private mustRun(pod: string): ModelInstance {
    const instance = this.running.get(pod);
    if (instance === undefined) throw new Error(`${pod} does not answer`);
    return instance;
  }
}
