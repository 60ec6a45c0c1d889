/** What happens while the cluster comes up, as values: drawn on a terminal, printed, or sent to another process. */
export type Progress =
  | { kind: 'step-started'; step: string }
  | { kind: 'step-changed'; step: string; detail: string }
  | { kind: 'step-done'; step: string; detail: string; milliseconds: number }
  | { kind: 'notice'; text: string }
  | { kind: 'up'; summary: Summary }
  | { kind: 'taken'; text: string }
  | { kind: 'failed'; message: string; exitCode: number };

export interface Summary {
  /** Why it is not Ready; absent when it is. */
  problem?: string;
  /** As kubectl prints them; empty when nothing was installed. */
  pods: string;
  url?: string;
  /** The port that was asked for and that another program has. */
  portTaken?: number | undefined;
  kubeconfig: string;
  server: string;
  milliseconds: number;
}

export type Report = (progress: Progress) => void;

/** Runs one step and reports its start and end. */
export async function runStep<T>(options: {
  report: Report;
  step: string;
  run(onDetail: (detail: string) => void): Promise<T>;
  describe?(result: T): string;
}): Promise<T> {
  const { report, step } = options;
  const startedAt = performance.now();
  report({ kind: 'step-started', step });
  const result = await options.run(detail => report({ kind: 'step-changed', step, detail }));
  const milliseconds = Math.round(performance.now() - startedAt);
  report({ kind: 'step-done', step, detail: options.describe?.(result) ?? '', milliseconds });
  return result;
}
