/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return percentile(numbers, 50);
}

/** The number that so many in a hundred do not exceed. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** The medians of two ways that do the same. */
export interface Compared {
  readonly ours: number;
  readonly plain: number;
  readonly ratio: number;
}

/** Both ways in turn, so that whatever else the machine does meets both; the first round only warms up. */
export async function interleaved<T>(
  rounds: number,
  ours: () => Promise<T>,
  plain: () => Promise<T>,
): Promise<readonly { readonly ours: T; readonly plain: T }[]> {
  const measured: { ours: T; plain: T }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % 2 === 0 ? await plain() : undefined;
    const own = await ours();
    measured.push({ ours: own, plain: first ?? (await plain()) });
  }
  return measured.slice(1);
}

/** The medians of rounds, of one number each. */
export function comparedBy<T>(
  rounds: readonly { readonly ours: T; readonly plain: T }[],
  number: (one: T) => number,
): Compared {
  return {
    ours: median(rounds.map((one) => number(one.ours))),
    plain: median(rounds.map((one) => number(one.plain))),
    ratio: median(rounds.map((one) => number(one.ours) / number(one.plain))),
  };
}

/** Both ways in turn; the medians of their numbers. */
export async function compared(
  rounds: number,
  ours: () => Promise<number>,
  plain: () => Promise<number>,
): Promise<Compared> {
  return comparedBy(await interleaved(rounds, ours, plain), (one) => one);
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

/**
 * Begins `once` so many times a second, whether or not those before have ended; the milliseconds that each took from
 * the moment at which it was to begin, so that a stall is not hidden by the load waiting for it.
 */
export async function atRate(rate: number, seconds: number, once: () => Promise<void>): Promise<readonly number[]> {
  const total = Math.max(1, Math.round(rate * seconds));
  const start = performance.now();
  const running: Promise<number>[] = [];
  const timed = async (due: number): Promise<number> => {
    await once();
    return performance.now() - due;
  };
  while (running.length < total) {
    const due = start + (running.length * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    else running.push(timed(due));
  }
  return Promise.all(running);
}
