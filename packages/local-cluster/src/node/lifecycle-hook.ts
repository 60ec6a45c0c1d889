import { setTimeout as delay } from 'node:timers/promises';
import type { LifecycleHandler } from 'kubernetes-types/core/v1';
import { runInContainer } from './exec-in-container.ts';
import type { ContainerView } from './launch-plan.ts';
import { type ProbeTarget, runProbe } from './probe-action.ts';

type Handler = LifecycleHandler & { sleep?: { seconds: number } };

interface HookTarget extends Pick<ProbeTarget, 'container' | 'podAddress' | 'ports'> {
  view: ContainerView;
  record(event: { type: 'Warning'; reason: string; message: string }): void;
}

/** Runs a hook of a container, if it has one, to its end. A hook that cannot be run stops nothing: an event says so. */
export async function runHook(kind: 'PostStart' | 'PreStop', target: HookTarget): Promise<void> {
  const { postStart, preStop } = target.container.lifecycle ?? {};
  const hook = kind === 'PostStart' ? postStart : preStop;
  if (!hook) return;
  try {
    await run(hook, target);
  } catch (error) {
    const message = `${kind}Hook failed: ${(error as Error).message}`;
    target.record({ type: 'Warning', reason: `Failed${kind}Hook`, message });
  }
}

async function run(hook: Handler, { container, podAddress, ports, view }: HookTarget): Promise<void> {
  if (hook.exec) await runInContainer(view, hook.exec.command ?? []);
  else if (hook.sleep) await delay(hook.sleep.seconds * 1000);
  else if (hook.httpGet || hook.tcpSocket) {
    const exec = (command: string[]): ReturnType<typeof runInContainer> => runInContainer(view, command);
    await runProbe(
      { httpGet: hook.httpGet, tcpSocket: hook.tcpSocket, timeoutSeconds: 30 },
      { container, podAddress, ports, exec },
    );
  }
}
