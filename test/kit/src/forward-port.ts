import { execa } from 'execa';
import type { Forward } from './cluster.ts';

export interface ForwardOptions {
  kubectl: string;
  env: Record<string, string>;
  namespace: string;
  pod: string;
  port: number;
}

/** `kubectl port-forward` to a free local port; ended with the returned value. */
export async function forwardPort({ kubectl, env, namespace, pod, port }: ForwardOptions): Promise<Forward> {
  const child = execa(kubectl, ['port-forward', '--namespace', namespace, pod, `:${port}`], {
    env,
    stdin: 'ignore',
    reject: false,
  });
  const end = async () => {
    child.kill();
    await child;
  };
  for await (const line of child.iterable()) {
    const local = /Forwarding from 127\.0\.0\.1:(\d+) ->/.exec(line)?.[1];
    if (local !== undefined) return { url: `http://127.0.0.1:${local}`, [Symbol.asyncDispose]: end };
  }
  const { stderr } = await child;
  throw new Error(`kubectl port-forward ${pod} ended: ${stderr}`);
}
