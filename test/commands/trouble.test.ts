import { expect, test } from 'vitest';
import { storeDown } from '../../src/adapters/store-down.ts';
import { troubleSentence } from '../../src/commands/trouble.ts';
import { readEvent } from '../../src/release/events.ts';
import { OutcomeUnknown } from '../../src/release/outside-errors.ts';

function thrownBy(deed: () => unknown): unknown {
  try {
    return deed();
  } catch (error) {
    return error;
  }
}

test('a release that a newer version has taken further is not half understood, and the person is told', () => {
  const error = thrownBy(() => readEvent({ type: 'NoteTaken', note: 'of a later version' }));
  expect(troubleSentence(error, storeDown)).toMatch(/^A newer version of Slipway .* Nothing was done; try again/);
});

test('where it is not known whether something was recorded, nothing else is claimed', () => {
  const error = new OutcomeUnknown('The store broke off while it recorded.', {
    cause: new Error('Query read timeout'),
  });
  expect(troubleSentence(error, storeDown)).toContain('nobody knows yet whether it counts');
});

test('a store that is down has recorded nothing', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(troubleSentence(refused, storeDown)).toContain('nothing can be recorded at this moment');
});
