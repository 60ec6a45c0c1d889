import { describe, expect, test } from 'vitest';
import { guideRoles, type RoleValues } from '../../testing/manifests.ts';
import { formedWorld } from '../../testing/model/formed-world.ts';
import { WorldModel } from '../../testing/model/world-model.ts';
import { buildWorld, type World } from '../facts/world.ts';
import type { Action, BootstrapVshard, EditTopology, ReapplyConfig } from '../plan/action.ts';
import { plan } from '../plan.ts';
import { findViolations } from './invariants.ts';

const [routers, storages] = guideRoles as [RoleValues, RoleValues];
const roles = [routers, { ...storages, replicas: 3 }];

function rulesBroken(model: WorldModel, decide: (world: World) => readonly Action[]): string[] {
  const world = buildWorld(model.snapshot());
  return findViolations(world, decide(world)).map(({ rule }) => rule);
}

function common({ clusterRef }: World, key: string) {
  return {
    key,
    urgency: 'changes',
    via: 'routers-0-0',
    reason: 'a test asks',
    event: null,
    about: clusterRef,
  } as const;
}

function edit(world: World, key: string, content: EditTopology['edit']): EditTopology {
  return { kind: 'edit_topology', ...common(world, key), names: {}, edit: content };
}

function bootstrap(world: World): BootstrapVshard {
  return { kind: 'bootstrap_vshard', ...common(world, 'bootstrap') };
}

function reapply(world: World, name: string): ReapplyConfig {
  const { uuid } = instanceOf(world, name);
  return {
    kind: 'reapply_config',
    ...common(world, `reapply ${name}`),
    urgency: 'heals',
    uuids: [uuid],
    pods: [name],
  };
}

function instanceOf({ instances }: World, name: string) {
  const found = instances.find(instance => instance.name === name);
  if (found === undefined) throw new Error(`no instance ${name}`);
  return found;
}

function join(world: World, key: string, name: string): EditTopology {
  const { uuid, uri } = instanceOf(world, name);
  return edit(world, key, { replicasets: [{ uuid: `${uuid}-set`, joinInstances: [{ uuid, uri }] }] });
}

describe('one founding', () => {
  const fresh = (): WorldModel => {
    const model = new WorldModel(roles);
    model.pass();
    model.elapse();
    return model;
  };

  test('a single one is sound', () => {
    expect(rulesBroken(fresh(), world => [join(world, 'a', 'storages-0-0')])).toEqual([]);
  });

  test('a second one is not', () => {
    const both = (world: World) => [join(world, 'a', 'storages-0-0'), join(world, 'b', 'routers-0-0')];
    expect(rulesBroken(fresh(), both)).toEqual(['one_founding']);
  });

  test('nor is any other change before it', () => {
    expect(rulesBroken(fresh(), world => [bootstrap(world)])).toEqual(['one_founding']);
  });

  test('nor one where the cluster was formed once', () => {
    const model = fresh();
    model.kubernetes.patch(
      { kind: 'Cluster', name: model.snapshot().cluster.metadata.name },
      { metadata: { annotations: { 'tarantool.io/formed': '1' } } },
    );
    expect(rulesBroken(model, world => [join(world, 'a', 'storages-0-0')])).toEqual(['one_founding']);
  });
});

describe('members without data', () => {
  const wiped = (name: string): WorldModel => {
    const model = formedWorld(roles);
    model.loseVolume(name);
    model.elapse();
    return model;
  };
  const settle = (model: WorldModel): void => {
    model.snapshot();
    model.elapse(10);
  };
  const withPriority = (name: string) => (world: World) => {
    const replicaset = world.replicasetsByName.get('storages-0');
    const first = instanceOf(world, name).uuid;
    const others = (replicaset?.live?.instanceUUIDs ?? []).filter(uuid => uuid !== first);
    return [
      edit(world, 'a', {
        replicasets: [{ uuid: replicaset?.uuid ?? '', failoverPriority: [first, ...others] }],
      }),
    ];
  };

  test('an edit that puts one first is not sound', () => {
    const model = wiped('storages-0-1');
    settle(model);
    expect(rulesBroken(model, withPriority('storages-0-1'))).toEqual(['no_empty_leader', 'no_lost_data']);
  });

  test('an edit that puts its leader first is sound', () => {
    const model = wiped('storages-0-0');
    settle(model);
    expect(rulesBroken(model, withPriority('storages-0-1'))).toEqual([]);
  });

  test('a change while one is first in priority is not sound', () => {
    const model = wiped('storages-0-0');
    settle(model);
    expect(rulesBroken(model, world => [bootstrap(world)])).toEqual(['no_lost_data']);
  });

  test('a change while its leader may be new is not sound', () => {
    const model = wiped('storages-0-0');
    expect(rulesBroken(model, withPriority('storages-0-1'))).toEqual(['no_lost_data']);
  });

  test('sending the config to one that follows a settled leader is sound', () => {
    const model = wiped('storages-0-1');
    settle(model);
    expect(rulesBroken(model, world => [reapply(world, 'storages-0-1')])).toEqual([]);
  });

  test('sending it to one that would lead is not', () => {
    const model = wiped('storages-0-0');
    settle(model);
    expect(rulesBroken(model, world => [reapply(world, 'storages-0-0')])).toEqual(['no_lost_data']);
  });
});

describe('absent members', () => {
  const withoutReplica = (): WorldModel => {
    const model = formedWorld(roles);
    model.deletePod('storages-0-2');
    return model;
  };

  test('a change while an enabled member is away is not sound', () => {
    expect(rulesBroken(withoutReplica(), world => [bootstrap(world)])).toEqual(['all_members']);
  });

  test('the one that disables it is', () => {
    const disable = (world: World) => [
      edit(world, 'a', { instances: [{ uuid: instanceOf(world, 'storages-0-2').uuid, disabled: true }] }),
    ];
    expect(rulesBroken(withoutReplica(), disable)).toEqual([]);
  });

  test('a heal that is committed on all members is not', () => {
    const heal = (world: World) => [{ ...edit(world, 'a', { replicasets: [] }), urgency: 'heals' as const }];
    expect(rulesBroken(withoutReplica(), heal)).toEqual(['all_members']);
  });

  test('taking a second member away is not', () => {
    const expel = (world: World) => [
      edit(world, 'a', { instances: [{ uuid: instanceOf(world, 'storages-0-1').uuid, expelled: true }] }),
    ];
    expect(rulesBroken(withoutReplica(), expel)).toEqual(['spare_members', 'all_members']);
  });
});

test('an instance that leaves is not asked to do it', () => {
  const model = formedWorld(roles);
  const expel = (world: World) => [
    {
      ...edit(world, 'a', { instances: [{ uuid: instanceOf(world, 'storages-0-1').uuid, expelled: true }] }),
      via: 'storages-0-1',
    },
  ];
  expect(rulesBroken(model, expel)).toEqual(['asked_stays']);
});

describe('a violation says what is wrong', () => {
  const messages = (model: WorldModel, decide: (world: World) => readonly Action[]): string[] => {
    const world = buildWorld(model.snapshot());
    return findViolations(world, decide(world)).map(
      ({ rule, action, message }) => `${rule}: ${action}: ${message}`,
    );
  };
  const expel = (name: string) => (world: World) =>
    edit(world, `expel ${name}`, { instances: [{ uuid: instanceOf(world, name).uuid, expelled: true }] });

  test('of a founding', () => {
    const model = new WorldModel(roles);
    model.pass();
    model.elapse();
    expect(messages(model, world => [bootstrap(world)])).toEqual([
      'one_founding: Distributing the buckets over the storages: a test asks: no instance has joined, and only one founding may be sent',
    ]);
    model.kubernetes.patch(
      { kind: 'Cluster', name: model.snapshot().cluster.metadata.name },
      { metadata: { annotations: { 'tarantool.io/formed': '1' } } },
    );
    expect(messages(model, world => [bootstrap(world)])).toEqual([
      'one_founding: Distributing the buckets over the storages: a test asks: a second cluster would be founded: the cluster was formed before',
    ]);
  });

  test('of a member without data', () => {
    const model = formedWorld(roles);
    model.loseVolume('storages-0-1');
    model.elapse();
    const putFirst = (world: World) => {
      const { uuid = '' } = world.replicasetsByName.get('storages-0') ?? {};
      const failoverPriority = [instanceOf(world, 'storages-0-1').uuid];
      return [edit(world, 'put it first', { replicasets: [{ uuid, failoverPriority }] })];
    };
    expect(messages(model, putFirst)).toEqual([
      'no_empty_leader: Changing failover priority of replicaset 6dc1fa14-53bb-5965-8a44-1452acd53751 to 6d6fedc3-0d25-565d-8f36-7fc771613d07: a test asks: storages-0-1 holds no data and would be first in failover priority',
      'no_lost_data: Changing failover priority of replicaset 6dc1fa14-53bb-5965-8a44-1452acd53751 to 6d6fedc3-0d25-565d-8f36-7fc771613d07: a test asks: storages-0-1 lost its volume and would start without its data',
    ]);
  });

  test('of a member that is away, and of one that leaves', () => {
    const model = formedWorld(roles);
    const asked = (world: World) => [{ ...expel('storages-0-1')(world), via: 'storages-0-1' }];
    expect(messages(model, asked)).toEqual([
      'asked_stays: Expelling 6d6fedc3-0d25-565d-8f36-7fc771613d07: a test asks: storages-0-1 would be asked to disable or expel itself',
    ]);
    model.deletePod('storages-0-2');
    expect(messages(model, world => [expel('storages-0-1')(world)])).toEqual([
      'spare_members: Expelling 6d6fedc3-0d25-565d-8f36-7fc771613d07: a test asks: storages-0 cannot spare storages-0-1',
      'all_members: Expelling 6d6fedc3-0d25-565d-8f36-7fc771613d07: a test asks: enabled member storages-0-2 is away',
    ]);
  });
});

test('what the planner decides for a healthy cluster breaks no rule', () => {
  expect(plan(formedWorld(roles).snapshot()).violations).toEqual([]);
});
