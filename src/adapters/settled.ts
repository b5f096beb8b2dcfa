/** Waits until nothing of the set runs any more, what is added meanwhile among it. Resolves to false when it gave up. */
export async function settled(running: ReadonlySet<Promise<unknown>>, withinMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), withinMs);
  const all = async (): Promise<boolean> => {
    while (running.size > 0) await Promise.allSettled(running);
    return true;
  };
  try {
    return await Promise.race([all(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
