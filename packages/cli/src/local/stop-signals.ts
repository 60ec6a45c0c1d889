const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts at the first signal to stop; later ones are ignored, the stop is on its way. */
export function abortOnSignals(onStop: () => void): AbortSignal {
  const controller = new AbortController();
  for (const name of stopSignals) {
    process.on(name, () => {
      if (controller.signal.aborted) return;
      onStop();
      controller.abort(new Error(`Stopped by ${name}`));
    });
  }
  return controller.signal;
}
