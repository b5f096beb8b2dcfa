/** How often something was done in a second, by two ways that do the same. */
export interface Compared {
  readonly what: string;
  readonly ours: number;
  readonly plain: number;
  /** ours over plain: the only number that means something on another machine. */
  readonly ratio: number;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Both ways in turn, so that whatever else the machine does meets both; the first round only warms up. */
export async function compared(
  what: string,
  rounds: number,
  ours: () => Promise<number>,
  plain: () => Promise<number>,
): Promise<Compared> {
  const measured: { ours: number; plain: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) measured.push({ plain: await plain(), ours: await ours() });
  const counted = measured.slice(1);
  return {
    what,
    ours: Math.round(median(counted.map((one) => one.ours))),
    plain: Math.round(median(counted.map((one) => one.plain))),
    ratio: Number(median(counted.map((one) => one.ours / one.plain)).toFixed(2)),
  };
}

/** Lets `side` workers do `once` again and again; how often a second all of them together did. */
export async function perSecond(
  side: number,
  seconds: number,
  once: (worker: number, turn: number) => Promise<void>,
): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let done = 0;
  async function work(worker: number): Promise<void> {
    for (let turn = 0; performance.now() < end; turn += 1) {
      await once(worker, turn);
      done += 1;
      await new Promise(setImmediate); // the embedded store answers without leaving the microtask queue
    }
  }
  await Promise.all(Array.from({ length: side }, (_, worker) => work(worker)));
  return done / ((performance.now() - start) / 1000);
}
