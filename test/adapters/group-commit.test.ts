import { expect, test, vi } from 'vitest';
import { groupCommit } from '../../src/adapters/group-commit.ts';

class BadItem extends Error {}

interface Recorder {
  readonly batches: (readonly string[])[];
  /** Lets the batch that is being written end. */
  finish(): void;
  readonly write: (items: readonly string[]) => Promise<readonly string[]>;
}

/** Writes words; refuses a batch with `bad` in it, and every one from the given one on. */
function recorder(downFrom = Number.POSITIVE_INFINITY): Recorder {
  const batches: (readonly string[])[] = [];
  let gate = Promise.withResolvers<void>();
  return {
    batches,
    finish: () => gate.resolve(),
    async write(items) {
      batches.push(items);
      await gate.promise;
      gate = Promise.withResolvers<void>();
      gate.resolve();
      if (batches.length >= downFrom) throw new Error('the store is down');
      if (items.includes('bad')) throw new BadItem('bad');
      return items.map((item) => item.toUpperCase());
    },
  };
}

const submitTo = (store: Recorder, most = 10): ((item: string) => Promise<string>) =>
  groupCommit({
    keyOf: (item) => item,
    most,
    write: store.write,
    isOneItemsFault: (error) => error instanceof BadItem,
  });

test('what comes together is written together, what comes meanwhile goes into the next batch', async () => {
  const store = recorder();
  const submit = submitTo(store, 3);
  const first = [submit('a'), submit('b')];
  await vi.waitFor(() => expect(store.batches).toHaveLength(1));
  const second = ['c', 'd', 'e', 'f'].map(submit);
  store.finish();
  expect(await Promise.all([...first, ...second])).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  expect(store.batches).toEqual([['a', 'b'], ['c', 'd', 'e'], ['f']]);
});

test('who was just answered shares the next batch with those who wait', async () => {
  const store = recorder();
  const submit = submitTo(store);
  const again = async (item: string): Promise<void> => {
    await submit(item);
    await submit(`${item}2`);
  };
  const first = ['a', 'b'].map(again);
  await vi.waitFor(() => expect(store.batches).toHaveLength(1));
  const late = submit('c');
  store.finish();
  await Promise.all([...first, late]);
  expect(store.batches).toEqual([
    ['a', 'b'],
    ['c', 'a2', 'b2'],
  ]);
});

test('items without keys share a batch even when they are the same', async () => {
  const store = recorder();
  const submit = groupCommit({ most: 10, write: store.write, isOneItemsFault: () => false });
  store.finish();
  await Promise.all(['a', 'a', 'b'].map(submit));
  expect(store.batches).toEqual([['a', 'a', 'b']]);
});

test('reads may go side by side, so many at once', async () => {
  const store = recorder();
  const submit = groupCommit({ most: 1, atOnce: 2, write: store.write, isOneItemsFault: () => false });
  const answers = ['a', 'b', 'c'].map(submit);
  await vi.waitFor(() => expect(store.batches).toHaveLength(2));
  expect(store.batches).toEqual([['a'], ['b']]);
  store.finish();
  expect(await Promise.all(answers)).toEqual(['A', 'B', 'C']);
});

test('items of one key never share a batch, and keep their order', async () => {
  const store = recorder();
  const submit = submitTo(store);
  store.finish();
  await Promise.all(['a', 'b', 'a', 'a', 'c'].map(submit));
  expect(store.batches).toEqual([['a', 'b', 'c'], ['a'], ['a']]);
});

test('a bad item is refused alone, after its batch was tried together', async () => {
  const store = recorder();
  const submit = submitTo(store);
  store.finish();
  const answers = await Promise.allSettled(['a', 'bad', 'c'].map(submit));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(store.batches).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  expect(await submit('later')).toBe('LATER');
});

test('when the store is down, nobody who waits has to find out for himself', async () => {
  const store = recorder(1);
  const submit = submitTo(store);
  const first = submit('first');
  await vi.waitFor(() => expect(store.batches).toHaveLength(1));
  const waiting = [submit('a'), submit('b')];
  store.finish();
  const answers = await Promise.allSettled([first, ...waiting]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(store.batches).toEqual([['first']]);
});

test('a store that goes down while a batch is divided is not asked for each of its items', async () => {
  const store = recorder(4);
  const submit = submitTo(store);
  store.finish();
  const answers = await Promise.allSettled(['a', 'bad', 'b', 'c', 'd'].map(submit));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected']);
  const why = new Error('the store is down');
  expect(answers.slice(2)).toEqual(['b', 'c', 'd'].map(() => ({ status: 'rejected', reason: why })));
  expect(store.batches).toEqual([['a', 'bad', 'b', 'c', 'd'], ['a'], ['bad'], ['b']]);
});
