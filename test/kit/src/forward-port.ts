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
  const startDeadline = setTimeout(() => child.kill(), 15_000);
  // Its output is read to the end: kubectl would stop at a closed pipe.
  const local = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      const found = /Forwarding from 127\.0\.0\.1:(\d+) ->/.exec(text.toString())?.[1];
      if (found === undefined) return;
      clearTimeout(startDeadline);
      resolve(found);
    });
    child.then(({ stderr }) => {
      clearTimeout(startDeadline);
      reject(new Error(`kubectl port-forward ${pod} ended: ${stderr}`));
    }, reject);
  });
  return { url: `http://127.0.0.1:${await local}`, [Symbol.asyncDispose]: end };
}
