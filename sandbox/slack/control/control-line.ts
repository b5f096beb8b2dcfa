import { z } from 'zod';

/** The way to a local Slack's control API. */
export interface ControlLine {
  /** Asks and reads the result; throws with Slack's sentence when it refuses. */
  readonly ask: <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body: unknown, result: z.ZodType<T>) => Promise<T>;
  /** Waits for a change after `since`, at most `within` ms; returns the count of changes. */
  readonly changes: (since: number, within?: number) => Promise<number>;
  /**
   * Waits until `check` returns something that is neither undefined, false nor null, woken by changes in Slack; `check` may throw
   * meanwhile. After `within` ms (40,000) it throws, with what `check` said last.
   */
  readonly until: <T>(
    what: string,
    check: () => Promise<T | undefined | false | null> | T | undefined | false | null,
    options?: { readonly within?: number; readonly instead?: () => Promise<string> },
  ) => Promise<T>;
}

const refusal = z.object({ error: z.string() });
const standardWait = 40_000; // a limit of patience: a shared machine may be slow
/** What is waited for may change elsewhere than in Slack: look again after this long even without a change. */
const lookAgainMs = 50;

/** A line to a control URL, with its slash at the end. */
export function controlLine(controlUrl: string): ControlLine {
  const ask: ControlLine['ask'] = async (method, path, body, result) => {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(new URL(path, controlUrl), { method, ...sent });
    const json: unknown = await answer.json();
    if (!answer.ok) throw new Error(refusal.safeParse(json).data?.error ?? `the local Slack answered ${answer.status}`);
    return z.object({ result }).parse(json).result;
  };
  const changes: ControlLine['changes'] = async (since, within = 20_000) =>
    (await ask('GET', `changes?since=${since}&within=${within}`, undefined, z.object({ changes: z.number() }))).changes;

  const until: ControlLine['until'] = async (what, check, { within = standardWait, instead } = {}) => {
    const deadline = Date.now() + within;
    let trouble = '';
    let seen = await changes(-1, 0);
    for (;;) {
      try {
        const value = await check();
        if (value !== undefined && value !== false && value !== null) return value;
        trouble = '';
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
      }
      if (Date.now() >= deadline) break;
      seen = await changes(seen, Math.min(lookAgainMs, Math.max(1, deadline - Date.now())));
    }
    const shown = instead === undefined ? '' : `\nseen instead:\n${await instead()}`;
    throw new Error(`waited ${within} ms in vain: ${what}${trouble === '' ? '' : `\nlast: ${trouble}`}${shown}`);
  };
  return { ask, changes, until };
}
