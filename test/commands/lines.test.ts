import { App, type Receiver } from '@slack/bolt';
import { expect, test, vi } from 'vitest';
import { listen } from '../../src/commands/listen.ts';
import type { Word } from '../../src/commands/word.ts';

interface Answered {
  readonly acks: unknown[];
  readonly responses: string[];
}

/** A Bolt app with these words, and a way to type lines into it. */
function lines(words: readonly Word[], isNew = true) {
  const receiver: Receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1' }) });
  const responses: string[] = [];
  const unused = () => Promise.reject(new Error('No form opens here.'));
  listen(
    app,
    {
      gate: async () => undefined,
      isNew: async () => isNew,
      recordBarred: async () => undefined,
      modals: { open: unused, push: unused, update: unused },
      posts: { ephemeral: async () => undefined, post: async () => ({ ts: '1.0' }) },
      homes: { publish: unused },
      respond: async (_url, { text }) => void responses.push(text),
      storeDown: () => false,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    [{ words }],
  );
  return {
    responses,
    async types(text: string, acks: unknown[] = []): Promise<Answered> {
      const body = {
        ...{ command: '/release', text, user_id: 'U1', team_id: 'T1', channel_id: 'C1', trigger_id: '1.1' },
        response_url: 'https://slack.example/response',
      };
      await app.processEvent({ body, ack: async (said) => void acks.push(said) });
      return { acks, responses };
    },
  };
}

const word = (name: string, run: Word['run'], looks?: true): Word => ({
  ...{ word: name, usage: name, says: name, run },
  ...(looks === undefined ? {} : { looks }),
});
const show = word('show', async ({ respond }) => await respond('here'), true);

test('the answer of a word that looks goes with the acknowledgement, a second one by the response_url', async () => {
  const twice = word(
    'twice',
    async ({ respond }) => {
      await respond('one');
      await respond('two');
    },
    true,
  );
  const { types } = lines([show, twice]);
  expect(await types('show')).toEqual({ acks: [{ response_type: 'ephemeral', text: 'here' }], responses: [] });
  expect(await types('twice')).toEqual({ acks: [{ response_type: 'ephemeral', text: 'one' }], responses: ['two'] });
});

test('what all are to see, and what a word that acts says, comes after an empty acknowledgement', async () => {
  const aloud = word('aloud', async ({ respond }) => await respond('hear', 'all'), true);
  const act = word('act', async ({ respond }) => await respond('done'));
  const { types } = lines([aloud, act]);
  expect(await types('aloud')).toEqual({ acks: [undefined], responses: ['hear'] });
  expect(await types('act')).toEqual({ acks: [undefined], responses: ['hear', 'done'] });
});

test('a word that is slow is acknowledged before it answers', async () => {
  const gate = Promise.withResolvers<void>();
  const acked: unknown[] = [];
  const slow = word(
    'slow',
    async ({ respond }) => {
      await gate.promise;
      await respond('at last');
    },
    true,
  );
  const { types, responses } = lines([slow]);
  const typed = types('slow', acked);
  await vi.waitFor(() => expect(acked).toEqual([undefined]), { timeout: 10_000 });
  expect(responses).toEqual([]);
  gate.resolve();
  await typed;
  expect(acked).toEqual([undefined]);
  expect(responses).toEqual(['at last']);
});

test('a line that came before does nothing, unless it only looks', async () => {
  const ran: string[] = [];
  const act = word('act', async () => void ran.push('act'));
  const { types } = lines([show, act], false);
  expect(await types('act')).toEqual({ acks: [undefined], responses: [] });
  expect((await types('show')).acks).toEqual([{ response_type: 'ephemeral', text: 'here' }]);
  expect(ran).toEqual([]);
});

test('a flood is told that Slipway is busy, and does not pile up', async () => {
  const gate = Promise.withResolvers<void>();
  let running = 0;
  const wait = word(
    'wait',
    async ({ respond }) => {
      running += 1;
      await gate.promise;
      await respond('done');
    },
    true,
  );
  const { types } = lines([wait]);
  const typed = Array.from({ length: 150 }, () => types('wait'));
  await vi.waitFor(() => expect(running).toBe(100));
  gate.resolve();
  const acks = (await Promise.all(typed)).flatMap((one) => one.acks);
  expect(acks.filter((said) => typeof said === 'string' && said.includes('Try again in a moment'))).toHaveLength(50);
  expect(acks).toContainEqual({ response_type: 'ephemeral', text: 'done' });
  expect(running).toBe(100);
});
