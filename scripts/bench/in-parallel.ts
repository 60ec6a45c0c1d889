/** Does the same with every item, so many at a time. */
export async function inParallel<T>(
  { items, atATime }: { items: readonly T[]; atATime: number },
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, lane));
}
