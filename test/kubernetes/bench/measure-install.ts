import {
  appPods,
  assertHealthy,
  isReady,
  pollUntil,
  topologySeenBy,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { formatSeconds } from '../../../scripts/bench/measurement.ts';
import { type Guide, namespace } from '../../guide/support/guide.ts';
import type { Row } from './row.ts';

const peers = {
  3: { pods: '48-49 s', cluster: '72 s', goal: '≤ 15 s' },
  9: { pods: '50 s', cluster: '100 s', goal: '≤ 20 s' },
};

/** The values of the guide's cluster: 3 instances, or 9 with four storage replicasets. */
function valuesOf(guide: Guide, instances: 3 | 9) {
  return withValues(guide.values, values => {
    if (instances === 9) values.RoleConfig[1].ReplicaSetCount = 4;
  });
}

/** From `helm install` of both charts on. */
export async function measureInstall(guide: Guide, instances: 3 | 9): Promise<Row[]> {
  const started = performance.now();
  await guide.installOperator();
  await guide.installApp(valuesOf(guide, instances));
  await pollUntil({ until: 'all pods are Ready', deadlineSeconds: 300 }, async () => {
    const pods = Object.values(await appPods(guide.cluster, namespace));
    if (pods.length < instances || !pods.every(isReady)) throw new Error(`${pods.length} pods`);
  });
  const podsReady = performance.now() - started;
  await pollUntil({ until: 'the Cluster is Ready', deadlineSeconds: 300 }, async () => {
    const { status } = await guide.clusterObject();
    if (status?.state !== 'Ready') throw new Error(status?.state);
  });
  const clusterReady = performance.now() - started;
  assertHealthy(await topologySeenBy(guide.cluster, namespace, 'routers-0-0'));
  const peer = peers[instances];
  const what = `install, ${instances} instances`;
  return [
    { what: `${what}: pods Ready`, ours: formatSeconds(podsReady), peer: peer.pods, goal: '' },
    {
      what: `${what}: Cluster Ready`,
      ours: formatSeconds(clusterReady),
      peer: peer.cluster,
      goal: peer.goal,
    },
  ];
}
