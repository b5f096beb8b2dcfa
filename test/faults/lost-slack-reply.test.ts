import { afterEach, describe, expect, it } from 'vitest';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';
import type { Blow } from './rig/point.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const losses: readonly (readonly [string, Blow])[] = [
  ['breaks the connection', { kind: 'reset-after' }],
  ['answers 503', { kind: 'answer', when: 'after', status: 503 }],
];

/** What Slack took, by the key in its metadata. */
async function postedKeys({ slack }: Fleet): Promise<readonly string[]> {
  const taken = (await slack.calls('chat.postMessage')).filter(({ error }) => error === undefined);
  return taken.map(({ args }) => {
    const [key = 'no key'] = /(?<="key":")[^"]+/.exec(JSON.stringify(args['metadata']).replaceAll('\\', '')) ?? [];
    return key;
  });
}

describe.each(losses)('Slack takes every message and then %s', (_, blow) => {
  it('is found by its metadata: card, thread and announcement stand there once', async () => {
    fleet = await startFleet({ store: storeKind });
    let lost = 0;
    fleet.fate(({ what }) => {
      if (what !== 'chat.postMessage') return { kind: 'none' };
      lost += 1;
      return blow;
    });
    await playRelease(fleet, { features: ['tax-rounding'], yesTo: ['public'], patienceMs: 30_000 });

    expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
    const keys = await postedKeys(fleet);
    expect(new Set(keys).size).toBe(keys.length);
    expect(lost).toBe(keys.length); // each was sent once, and no reply of any arrived
    expect(keys.some((key) => key.endsWith('.card'))).toBe(true);
    const toPeople = keys.filter((key) => /\.to\.U0[A-Z]+$/.test(key)).map((key) => key.split('.').at(-1));
    expect(toPeople).toEqual(expect.arrayContaining(['U0MARIA', 'U0LENA', 'U0TOM', 'U0OMAR']));
    const announced = await fleet.person('maria').channel('#changelog');
    expect(announced.filter(({ user }) => user === 'slipway')).toHaveLength(1);
    const looks = await fleet.slack.calls('conversations.replies');
    expect(looks.every(({ args }) => String(args['include_all_metadata']) === 'true')).toBe(true);
    expect(looks.length).toBeGreaterThan(0);
  });
});
