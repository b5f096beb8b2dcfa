import { describe, expect, test } from 'vitest';
import type { Called } from './bare-app.ts';

/** A size that Slack limits: `make(most)` is taken, `make(most + 1)` is refused at `pointer`. */
export type Size = readonly [
  what: string,
  most: number,
  unit: 'characters' | 'items' | 'value',
  make: (size: number) => unknown,
  pointer: string,
];

/** A rule: `good` is taken, `bad` is refused in Slack's words at `pointer`. */
export type Rule = readonly [what: string, good: unknown, bad: unknown, message: string, pointer: string];

/** How Slack writes a flaw. */
export const flaw = (message: string, pointer: string): string => `[ERROR] ${message} [json-pointer:${pointer}]`;

/** What Slack says of something one too large. */
export function tooLarge(most: number, unit: Size[2], pointer: string): string {
  if (unit === 'items') return flaw(`no more than ${most} items allowed`, pointer);
  return flaw(unit === 'value' ? `must be less than ${most + 1}` : `must be less than ${most + 1} characters`, pointer);
}

/** Tests every size at its limit and one above, every rule kept and broken; `send` gives one payload to the app's Slack. */
export function holds(
  what: string,
  error: string,
  send: (payload: unknown) => Promise<Called>,
  { sizes, rules }: { readonly sizes: readonly Size[]; readonly rules: readonly Rule[] },
): void {
  describe(what, () => {
    test.each(sizes)('%s: %i', async (_what, most, unit, make, pointer) => {
      expect(await send(make(most))).toMatchObject({ ok: true, messages: [] });
      const messages = [tooLarge(most, unit, pointer)];
      expect(await send(make(most + 1))).toMatchObject({ ok: false, error, messages });
    });

    test.each(rules)('%s', async (_what, good, bad, message, pointer) => {
      expect(await send(good)).toMatchObject({ ok: true, messages: [] });
      expect(await send(bad)).toMatchObject({ ok: false, error, messages: [flaw(message, pointer)] });
    });
  });
}
