import type { Pod, Topology } from '@cartridge-on-kubernetes/api';
import {
  askOrder,
  describeUnknownTopology,
  judgeTopology,
  type Surroundings,
  type TopologyAnswer,
} from '@cartridge-on-kubernetes/planner';
import type { AdminClients } from './admin-clients.ts';
import { describeError } from './describe-error.ts';

/** The asked instance may wait a second or two for a dead member. */
const topologyDeadlineSeconds = 10;
const mostAsked = 3;

interface Doubtful {
  pod: string;
  topology: Topology;
  disagreements: number;
}

/** One consistent answer about the whole cluster, of the first instance in the planner's order that is fit to give it. */
export async function askTopology(
  clients: AdminClients,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<TopologyAnswer> {
  const order = askOrder(surroundings);
  if (order.kind === 'none') return { kind: 'none', message: order.message };
  const problems: string[] = [];
  let best: Doubtful | null = null;
  for (const pod of order.pods.slice(0, mostAsked)) {
    const topology = await ask({ clients, pod: podNamed(surroundings, pod), signal, problems });
    if (topology === null) continue;
    const judgement = judgeTopology(topology);
    switch (judgement.kind) {
      case 'fit':
        return { kind: 'answered', pod, topology };
      case 'unfit':
        problems.push(`${pod} is disabled, or no longer part of its own topology`);
        break;
      case 'doubtful':
        if (judgement.disagreements < (best?.disagreements ?? Number.POSITIVE_INFINITY)) {
          best = { pod, topology, disagreements: judgement.disagreements };
        }
    }
  }
  if (best !== null) return { kind: 'answered', pod: best.pod, topology: best.topology };
  return { kind: 'none', message: describeUnknownTopology(surroundings, problems[0] ?? null) };
}

function podNamed(surroundings: Surroundings, name: string): Pod | undefined {
  return surroundings.pods.find(pod => pod.metadata.name === name);
}

async function ask(question: {
  clients: AdminClients;
  pod: Pod | undefined;
  signal: AbortSignal;
  problems: string[];
}): Promise<Topology | null> {
  const { clients, pod, signal, problems } = question;
  const client = pod === undefined ? null : clients.of(pod);
  if (client === null) return null;
  try {
    return await client.observeTopology({ deadlineSeconds: topologyDeadlineSeconds, signal });
  } catch (error) {
    problems.push(describeError(error));
    return null;
  }
}
