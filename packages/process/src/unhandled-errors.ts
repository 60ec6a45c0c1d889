/** Exit code of a process that an unhandled error ended: EX_SOFTWARE of sysexits.h, which nothing else here uses. */
export const unhandledErrorExitCode = 70;

export interface UnhandledError {
  /** a promise was rejected and nothing handled it, or a callback threw */
  kind: 'unhandledRejection' | 'uncaughtException';
  /** what was rejected with or thrown: an Error as a rule */
  error: unknown;
}

/**
 * Says what this process does with errors that nothing handles. `report` logs one with its stack and decides: 'end', with
 * `unhandledErrorExitCode`, because the state of the process cannot be trusted any more; or 'go on', where the rest of its
 * work must outlive one defect. A report that fails ends the process.
 */
export function onUnhandledErrors(report: (unhandled: UnhandledError) => 'end' | 'go on'): void {
  for (const kind of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(kind, (error: unknown) => {
      let decision: 'end' | 'go on' = 'end';
      try {
        decision = report({ kind, error });
      } finally {
        if (decision === 'end') process.exit(unhandledErrorExitCode);
      }
    });
  }
}
