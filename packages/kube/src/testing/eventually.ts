/** Looks until the condition holds, and fails with its last answer when it does not in time. */
export async function eventually<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  deadlineSeconds = 30,
): Promise<T> {
  const end = performance.now() + deadlineSeconds * 1000;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Never came true: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
