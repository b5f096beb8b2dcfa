import { expect, it } from 'vitest';
import type { Recorded } from '../src/release/evolve.ts';
import { releaseCache } from '../src/release-cache.ts';
import { started } from './release/given.ts';

const at = new Date('2026-11-20T05:00:00Z');
const paused: Recorded['event'] = { type: 'ReleasePaused', by: 'U-maria', reason: 'lunch' };
const many = 600; // more than are kept

it('a release that was dropped from memory while its news were read is whole all the same', async () => {
  const log = new Map<string, Recorded[]>();
  const first = (): Recorded[] => [{ event: started(), at, version: 1 }];
  let reading: (() => Promise<unknown>) | undefined;
  const cache = releaseCache(async (stream, after = 0) => {
    const news = (log.get(stream) ?? []).filter(({ version }) => version > after);
    const meanwhile = reading;
    reading = undefined;
    await meanwhile?.();
    return news;
  });
  log.set('one', first());
  expect(await cache.load('one')).toMatchObject({ status: 'open', version: 1 });

  const others = Array.from({ length: many }, (_, n) => `other-${n}`);
  for (const id of others) log.set(id, first());
  reading = () => Promise.all(others.map((id) => cache.load(id)));
  expect(await cache.load('one')).toMatchObject({ status: 'open', version: 1 });

  log.get('one')?.push({ event: paused, at, version: 2 });
  reading = () => Promise.all(others.map((id) => cache.load(id)));
  expect(await cache.load('one')).toMatchObject({ status: 'paused', version: 2 });
});
