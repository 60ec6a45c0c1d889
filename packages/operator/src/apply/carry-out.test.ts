import type { Pod } from '@cartridge-on-kubernetes/api';
import type { EditTopology, ReapplyConfig } from '@cartridge-on-kubernetes/planner';
import { describe, expect, it } from 'vitest';
import { type Applier, carryOut } from './carry-out.ts';

const about = { apiVersion: 'v1', kind: 'Pod', namespace: 'tarantool', name: 'storages-0-0' };
const introductions = [
  {
    via: 'storages-0-1',
    viaUid: 'uid-1',
    uri: 'storages-0-0:3301',
    replicasetUUID: 'storages',
    leaderUUID: 'u1',
  },
];
const common = { key: 'k', urgency: 'heals', via: 'routers-0-0', about, reason: '', introductions } as const;
const edit: EditTopology = { ...common, kind: 'edit_topology', edit: {}, names: {}, event: 'LeaderPutFirst' };
const reapply: ReapplyConfig = {
  ...common,
  kind: 'reapply_config',
  uuids: ['u'],
  pods: ['storages-0-0'],
  event: 'ConfigReapplied',
};

/** Takes down who was asked for what. */
function setUp({ uid = 'uid-1', isDeaf = false, follows = 'u1' } = {}): {
  applier: Applier;
  asked: string[];
} {
  const asked: string[] = [];
  const client = (name: string) => ({
    observeTopology: async () => ({ replicasets: [{ uuid: 'storages', activeLeaderUUID: follows }] }),
    probeInstance: async (uri: string) => {
      asked.push(`${name} introduces itself to ${uri}`);
      if (isDeaf) throw new Error('no response');
    },
    editTopology: async () => {
      asked.push(`${name} edits`);
    },
    forceReapplyConfig: async () => {
      asked.push(`${name} sends again`);
    },
  });
  const get = (key: string): Pod => {
    const name = key.split('/')[1] ?? '';
    return { apiVersion: 'v1', kind: 'Pod', metadata: { name, uid }, spec: { containers: [] } };
  };
  const adminClients = { of: (pod: Pod) => client(pod.metadata.name) };
  return { applier: { caches: { pods: { get } }, adminClients } as unknown as Applier, asked };
}

describe('a change that boots an instance without data', () => {
  const { signal } = new AbortController();
  const spoken = 'storages-0-1 introduces itself to storages-0-0:3301';

  it('is sent once its leader has spoken to it', async () => {
    const { applier, asked } = setUp();
    await carryOut(applier, edit, signal);
    await carryOut(applier, reapply, signal);
    expect(asked).toEqual([spoken, 'routers-0-0 edits', spoken, 'routers-0-0 sends again']);
  });

  it.each([edit, reapply])('is not sent where the leader cannot reach it: $kind', async action => {
    const { applier, asked } = setUp({ isDeaf: true });
    await expect(carryOut(applier, action, signal)).rejects.toThrow('no response');
    expect(asked).toEqual([spoken]);
  });

  it('is not sent while the leader follows another', async () => {
    const { applier, asked } = setUp({ follows: 'u0' });
    await expect(carryOut(applier, edit, signal)).rejects.toThrow('does not know yet that it leads');
    expect(asked).toEqual([]);
  });

  it('is not sent where the pod of the leader is another one by now', async () => {
    const { applier, asked } = setUp({ uid: 'uid-2' });
    await expect(carryOut(applier, edit, signal)).rejects.toThrow('replaced by another pod');
    expect(asked).toEqual([]);
  });
});
