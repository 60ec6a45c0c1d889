import { arch, platform, release } from 'node:os';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { leases, nodes } from '../in-process/kinds.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import { timestamp } from '../objects/timestamp.ts';
import type { Log } from '../runtime/log.ts';
import type { NodeFacts } from './node-context.ts';

/** kubelet writes its status at least this often. No controller here waits for it; it keeps shown ages plausible. */
const heartbeatMilliseconds = 300_000;
const kubernetesVersion = 'v1.34.2';

/** Makes the Node object and keeps its heartbeat. Returns the function that stops it. */
export async function registerNode(
  { objects, log }: { objects: TypedObjects; log: Log },
  facts: NodeFacts,
): Promise<() => void> {
  const key = { name: facts.name };
  const labels = nodeLabels(facts);
  const taint = { metadata: { labels } };
  if (objects.read(nodes, key)) await objects.mergePatch(nodes, key, taint);
  else await objects.create(nodes, { metadata: { name: facts.name, labels }, spec: {} });
  await writeStatus(objects, facts);
  await renewLease(objects, facts.name);
  const timer = setInterval(() => {
    const beat = Promise.all([writeStatus(objects, facts), renewLease(objects, facts.name)]);
    inBackground(beat, error => log.error('The node sent no heartbeat; the next one is due', { error }));
  }, heartbeatMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

function nodeLabels(facts: NodeFacts): Record<string, string> {
  const architecture = arch() === 'x64' ? 'amd64' : arch();
  return {
    'kubernetes.io/hostname': facts.name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture,
    'beta.kubernetes.io/os': 'linux',
    'beta.kubernetes.io/arch': architecture,
    'node-role.kubernetes.io/control-plane': '',
  };
}

async function writeStatus(objects: TypedObjects, facts: NodeFacts): Promise<void> {
  const capacity = {
    cpu: String(facts.cpus),
    memory: `${Math.floor(facts.memoryBytes / 1024)}Ki`,
    // This node stands for all nodes of a cluster, so it takes more pods than kubelet's default of 110.
    pods: '500',
    'ephemeral-storage': '100Gi',
  };
  const present = objects.read(nodes, { name: facts.name })?.status?.conditions ?? [];
  const now = timestamp(new Date());
  const conditions = nodeConditions.map(([type, status, reason, message]) => {
    const before = present.find(found => found.type === type);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
    return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime };
  });
  await objects.patchStatus(
    nodes,
    { name: facts.name },
    {
      capacity,
      allocatable: capacity,
      conditions,
      addresses: [
        { type: 'InternalIP', address: facts.address },
        { type: 'Hostname', address: facts.name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: facts.name,
        systemUUID: facts.name,
        bootID: facts.name,
        kernelVersion: release(),
        osImage: `Node ${process.version} on ${platform()}`,
        containerRuntimeVersion: 'process://0.1.0',
        kubeletVersion: kubernetesVersion,
        kubeProxyVersion: kubernetesVersion,
        operatingSystem: 'linux',
        architecture: arch() === 'x64' ? 'amd64' : arch(),
      },
    },
  );
}

const nodeConditions = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

async function renewLease(objects: TypedObjects, name: string): Promise<void> {
  const namespace = 'kube-node-lease';
  const renewTime = new Date().toISOString().replace('Z', '000Z');
  const spec = { holderIdentity: name, leaseDurationSeconds: 600, renewTime };
  if (objects.read(leases, { namespace, name })) {
    await objects.mergePatch(leases, { namespace, name }, { spec });
  } else {
    await objects.create(leases, { metadata: { name, namespace }, spec });
  }
}
