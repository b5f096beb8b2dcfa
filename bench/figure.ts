/** How large a run is; the smoke test makes everything small. */
export interface Sizes {
  /** Interleaved rounds that count, after one that only warms up. */
  readonly rounds: number;
  /** Length of one side of a round. */
  readonly seconds: number;
  /** Requests a second of the open loop. */
  readonly rate: number;
  /** Releases that were closed before, where there are many. */
  readonly history: number;
  /** Events to verify. */
  readonly events: number;
  /** People who are written to. */
  readonly people: number;
  /** Commits of a changelog. */
  readonly commits: number;
  /** How often something slow is done: a restart, a start, a form opened (ten times as often). */
  readonly times: number;
}

/** What has to be reached, and of which number. */
interface Target {
  readonly of: 'ours' | 'ratio';
  readonly least?: number;
  readonly most?: number;
}

/** One line of the result. */
export interface Measured {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** The same by the least that could do it; null where nothing compares. */
  readonly plain: number | null;
  /** Ours over plain (median of the rounds' ratios): the only number that means something on another machine. */
  readonly ratio: number | null;
  /** What has to be reached, as it is printed; null where nothing was asked for. */
  readonly target: string | null;
  readonly reached: boolean | null;
}

function rounded(number: number): number {
  return Number(number.toPrecision(number >= 1000 ? 6 : 3));
}

function targetOf(
  target: Target | undefined,
  ours: number,
  ratio: number | null,
): Pick<Measured, 'target' | 'reached'> {
  if (target === undefined) return { target: null, reached: null };
  const { of, least, most } = target;
  const value = of === 'ours' ? ours : (ratio ?? Number.NaN);
  const words = [...(least === undefined ? [] : [`≥ ${least}`]), ...(most === undefined ? [] : [`≤ ${most}`])];
  return {
    target: `${of === 'ours' ? '' : 'ratio '}${words.join(', ')}`,
    reached: value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY),
  };
}

interface Numbers {
  readonly ours: number;
  readonly plain?: number;
  /** Ours over plain unless given: a median of rounds is not the quotient of medians. */
  readonly ratio?: number;
}

/** A line of the result. */
export function measured(what: string, unit: string, numbers: Numbers, target?: Target): Measured {
  const { ours, plain = null } = numbers;
  const ratio = numbers.ratio ?? (plain === null ? null : ours / plain);
  return {
    what,
    unit,
    ours: rounded(ours),
    plain: plain === null ? null : rounded(plain),
    ratio: ratio === null ? null : rounded(ratio),
    ...targetOf(target, ours, ratio),
  };
}
