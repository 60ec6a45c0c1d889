const POLL_MS = 50;
const DEADLINE_MS = 40_000;

/** Tries until it does not throw; the last failure is the one reported. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}
