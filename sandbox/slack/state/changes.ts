/** Tells whoever waits that something in the workspace changed. */
export interface Changes {
  /** How many changes there were. */
  readonly count: () => number;
  readonly changed: () => void;
  /** Resolves with the count once it is above `since`, or after `withinMs`. */
  readonly after: (since: number, withinMs: number) => Promise<number>;
}

export function createChanges(): Changes {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    count: () => count,
    changed: () => {
      count += 1;
      const woken = [...waiting];
      waiting.clear();
      for (const wake of woken) wake();
    },
    after: async (since, withinMs) => {
      if (count > since) return count;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, withinMs);
        function wake(): void {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        }
        waiting.add(wake);
      });
      return count;
    },
  };
}
