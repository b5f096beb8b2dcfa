import { Outage } from '../../release/outside-errors.ts';

/** Where all processes write down that something must not be asked before a time. */
export interface Pauses {
  pausedUntil(scope: string): Promise<Date | undefined>;
  pauseUntil(scope: string, until: Date, reason: string): Promise<void>;
}

type Headers = Readonly<Record<string, string | number | undefined>>;

/** A wait that GitHub imposes: on one of its budgets, or (secondary limits) on everything of the identity. */
interface Limit {
  readonly until: Date;
  readonly reason: string;
  readonly everything: boolean;
}

/** What GitHub asks to wait for where a secondary limit names no time. */
const unnamedWait = 60_000;

const secondary = /secondary rate limit|abuse detection|rate limit exceeded/i;

function resetOf(headers: Headers, now: Date): Date | undefined {
  const reset = Number(headers['x-ratelimit-reset']);
  if (!Number.isFinite(reset) || reset <= 0) return undefined;
  const answered = Date.parse(String(headers['date'] ?? ''));
  const skew = Number.isNaN(answered) ? 0 : now.getTime() - answered; // the reset is in GitHub's time
  return new Date(Math.max(now.getTime(), reset * 1000 + skew) + 1000);
}

function limitIn(status: number, headers: Headers, message: string, now: Date): Limit | undefined {
  const exhausted = headers['x-ratelimit-remaining'] !== undefined && String(headers['x-ratelimit-remaining']) === '0';
  const seconds = Number(headers['retry-after']);
  const refused = status === 429 || (status === 403 && (secondary.test(message) || Number.isFinite(seconds)));
  if (refused && Number.isFinite(seconds) && seconds >= 0)
    return { until: new Date(now.getTime() + seconds * 1000), reason: 'GitHub asks to wait', everything: true };
  if (exhausted) {
    const until = resetOf(headers, now) ?? new Date(now.getTime() + unnamedWait);
    return { until, reason: "GitHub's hourly budget is used up", everything: false };
  }
  if (!refused) return undefined;
  return { until: new Date(now.getTime() + unnamedWait), reason: 'GitHub limits the rate', everything: true };
}

/** GitHub counts these apart. */
export type Resource = 'core' | 'graphql' | 'search';

export interface Budget {
  /** Throws an `Outage` with `retryAt` while the identity, or this budget of it, is paused. */
  check(scope: string, resource: Resource): Promise<void>;
  /** Writes down what an answer says of the limits. The `Outage` to throw where the answer was a refusal for that. */
  note(
    scope: string,
    resource: Resource,
    answer: { readonly status: number; readonly headers: Headers; readonly message: string },
  ): Promise<Outage | undefined>;
}

/** The rate budget of GitHub, shared through `pauses`; what was told here holds here even before it is written down. */
export function budgetOn(
  pauses: Pauses,
  now: () => Date,
  left: (resource: Resource, requests: number) => void = () => undefined,
): Budget {
  const told = new Map<string, { readonly until: Date; readonly reason: string }>();

  async function pausedUntil(scope: string): Promise<Date | undefined> {
    const here = told.get(scope)?.until;
    if (here !== undefined && here > now()) return here;
    told.delete(scope);
    return await pauses.pausedUntil(scope);
  }

  return {
    async check(scope, resource) {
      const paused = await Promise.all([pausedUntil(scope), pausedUntil(`${scope}:${resource}`)]);
      const until = paused
        .filter((p) => p !== undefined)
        .sort((a, b) => b.getTime() - a.getTime())
        .at(0);
      if (until !== undefined && until > now())
        throw new Outage('GitHub limits how often Slipway may ask; it is asked again after that.', until);
    },
    async note(scope, resource, { status, headers, message }) {
      const remaining = headers['x-ratelimit-remaining'];
      if (remaining !== undefined) left(resource, Number(remaining));
      const limit = limitIn(status, headers, message, now());
      if (limit === undefined) return undefined;
      const paused = limit.everything ? scope : `${scope}:${resource}`;
      told.set(paused, limit);
      await pauses.pauseUntil(paused, limit.until, limit.reason);
      return new Outage(`${limit.reason}; it is asked again after that.`, limit.until);
    },
  };
}
