import { expect, it } from 'vitest';
import { mayBeDone, storeDown } from '../../src/adapters/store-down.ts';

const failed = (code: string) => Object.assign(new Error('the network says no'), { code });

it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
  'a store that could not be reached (%s) was asked for nothing',
  (code) => expect([storeDown(failed(code)), mayBeDone(failed(code))]).toEqual([true, false]),
);

it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])(
  'a store whose answer was lost (%s) may have done what it was asked',
  (code) => expect([storeDown(failed(code)), mayBeDone(failed(code))]).toEqual([true, true]),
);

it('a mistake of ours is no outage', () => {
  expect(storeDown(failed('ERR_INVALID_ARG_TYPE'))).toBe(false);
  expect(storeDown(new TypeError('undefined is not a function'))).toBe(false);
});
