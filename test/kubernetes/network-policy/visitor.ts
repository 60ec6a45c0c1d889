import { writeFile } from 'node:fs/promises';
import { csvField, pollUntil, type TestCluster } from '@cartridge-on-kubernetes/test-kit';
import { operatorTag } from '../../../scripts/images/project-images.ts';

/** What becomes of a connection: `connected`, `timed out` where a policy refuses it, or the code of an error. */
export type Attempt = (host: string, port: number) => Promise<string>;

const script = `
const [host, port] = process.argv.slice(1);
const socket = require('node:net').connect({ host, port: Number(port), timeout: 3000 });
const tell = word => { console.log(word); process.exit(); };
socket.on('connect', () => tell('connected'));
socket.on('timeout', () => tell('timed out'));
socket.on('error', error => tell(error.code));
`;

/** Connects from a pod that has Node. */
export function connectFrom(
  cluster: TestCluster,
  { namespace, pod }: { namespace: string; pod: string },
): Attempt {
  return (host, port) => {
    const node = ['node', '--eval', script, host, String(port)];
    return cluster.kubectl('exec', pod, `--namespace=${namespace}`, '--quiet', '--', ...node);
  };
}

/** A pod that is nothing but a place to connect from. */
export async function startVisitor(
  cluster: TestCluster,
  { namespace, folder }: { namespace: string; folder: string },
): Promise<Attempt> {
  const file = `${folder}/visitor-${namespace}.json`;
  await writeFile(file, JSON.stringify(visitorPod(namespace)));
  await cluster.kubectl('apply', '--filename', csvField(file));
  const ready = ['--for=condition=Ready', 'pod/visitor', '--timeout=60s'];
  await cluster.kubectl('wait', ...ready, `--namespace=${namespace}`);
  return connectFrom(cluster, { namespace, pod: 'visitor' });
}

/** The packet filter learns of a new pod or policy a moment after the API server. */
export async function untilRefused(attempt: () => Promise<string>): Promise<void> {
  await pollUntil({ until: 'the connection is refused', deadlineSeconds: 30 }, async () => {
    const word = await attempt();
    if (word !== 'timed out') throw new Error(word);
  });
}

function visitorPod(namespace: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'visitor', namespace },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'visitor',
          image: operatorTag,
          command: ['node', '--eval', 'setInterval(() => {}, 60000)'],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}
