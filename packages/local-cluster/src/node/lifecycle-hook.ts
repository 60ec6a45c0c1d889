import { setTimeout as delay } from 'node:timers/promises';
import type { LifecycleHandler } from 'kubernetes-types/core/v1';
import { runInContainer } from './exec-in-container.ts';
import type { ContainerView } from './launch-plan.ts';
import { type ProbeTarget, runProbe } from './probe-action.ts';

/** Runs a postStart or preStop hook to its end; a failing hook does not stop what it belongs to. */
export async function runHook(
  hook: LifecycleHandler & { sleep?: { seconds: number } },
  target: Pick<ProbeTarget, 'container' | 'podAddress' | 'ports'> & { view: ContainerView },
): Promise<void> {
  const { container, podAddress, ports, view } = target;
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
