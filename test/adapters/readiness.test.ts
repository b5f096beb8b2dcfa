import { describe, expect, it, vi } from 'vitest';
import { readiness } from '../../src/adapters/readiness.ts';

const up = async (): Promise<void> => undefined;
const down = (): Promise<void> => Promise.reject(new Error('connect ECONNREFUSED'));

function asks(asked: Partial<Parameters<typeof readiness>[0]>) {
  const route = readiness({ role: 'all', store: up, queue: up, isStopping: () => false, ...asked });
  return async () => {
    const { status, body } = await route({ headers: {}, query: new URLSearchParams(), body: Buffer.alloc(0) });
    return [status, body];
  };
}
const said = (asked: Partial<Parameters<typeof readiness>[0]>) => asks(asked)();

describe('/readyz', () => {
  it('says ready, or that the process stops', async () => {
    expect(await said({})).toEqual([200, 'ready']);
    expect(await said({ isStopping: () => true })).toEqual([503, 'stopping']);
  });
  it.each(['web', 'all'] as const)('says of %s what is away; without the queue it is ready', async (role) => {
    expect(await said({ role, queue: down })).toEqual([200, 'ready; the queue cannot be reached']);
    expect(await said({ role, store: down })).toEqual([503, 'the store cannot be reached']);
    expect(await said({ role, store: down, queue: down })).toEqual([
      503,
      'the store cannot be reached; the queue cannot be reached',
    ]);
  });
  it('says that a worker without the queue is not ready', async () => {
    expect(await said({ role: 'worker', queue: down })).toEqual([503, 'the queue cannot be reached']);
  });
  it('asks store and queue once, however many want to know, and later again', async () => {
    let asked = 0;
    let isDown = false;
    const once = async (): Promise<void> => {
      asked += 1;
      if (isDown) await down();
    };
    const ask = asks({ store: once });
    for (const answer of await Promise.all(Array.from({ length: 500 }, ask))) expect(answer).toEqual([200, 'ready']);
    expect(asked).toBe(1);
    isDown = true;
    await vi.waitFor(async () => expect(await ask()).toEqual([503, 'the store cannot be reached']), 20_000);
  });
  it('says at once that the process stops, whatever it said before', async () => {
    let isStopping = false;
    const ask = asks({ isStopping: () => isStopping });
    expect(await ask()).toEqual([200, 'ready']);
    isStopping = true;
    expect(await ask()).toEqual([503, 'stopping']);
  });
});
