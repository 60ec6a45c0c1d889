/** Until a person or another process wants this one to end: by a signal, or by the end of its input, as when they are gone. */
export async function untilToldToEnd(): Promise<void> {
  await new Promise(resolve => {
    process.stdin.once('end', resolve).once('error', resolve).resume();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  // It would keep the process running.
  process.stdin.pause();
}
