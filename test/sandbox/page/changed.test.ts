import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { announcements } from '../../../sandbox/page/changed.ts';
import type { Changed } from '../../../sandbox/page/contract.ts';
import { createChanges } from '../../../sandbox/slack/state/changes.ts';

const changed = z.object({ slack: z.number(), github: z.number() });
const ends: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end();
});

/** Follows announcements as a browser does; what was told so far, and a wait for more of it. */
async function listen(told: ReturnType<typeof announcements>) {
  const server = createServer((_request, response) => told.follow(response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address() satisfies AddressInfo | string | null);
  const stopped = new AbortController();
  ends.push(
    () => server.close(),
    () => stopped.abort(),
    () => told.stop(),
  );
  const seen: Changed[] = [];
  const { body } = await fetch(`http://127.0.0.1:${port}/`, { signal: stopped.signal });
  const reading = (async () => {
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? [])
      for (const [, text = ''] of part.matchAll(/^data: (.*)$/gm)) seen.push(changed.parse(JSON.parse(text)));
  })();
  reading.catch(() => undefined); // ends with the test
  return seen;
}

/** A source of GitHub's changes that a test feeds. */
function feed() {
  let id = 0;
  let wake = Promise.withResolvers<void>();
  let fails = false;
  return {
    add(): void {
      id += 1;
      wake.resolve();
      wake = Promise.withResolvers();
    },
    breaks(): void {
      fails = true;
      wake.resolve();
      wake = Promise.withResolvers();
    },
    async changes(since = 0) {
      if (id <= since && !fails) await wake.promise;
      if (fails) {
        fails = false;
        throw new Error('the local GitHub is away');
      }
      return id <= since ? [] : [{ id, at: '', repository: '', what: '' }];
    },
  };
}

it('tells of what changes on either side, in numbers that only grow', async () => {
  const [slack, github] = [createChanges(), feed()];
  const seen = await listen(announcements({ slack, github }));
  github.add();
  await vi.waitUntil(() => seen.at(-1)?.github === 1);
  slack.changed();
  await vi.waitUntil(() => seen.at(-1)?.slack === 1);
  github.add();
  await vi.waitUntil(() => seen.at(-1)?.github === 2);
  for (const [index, { slack: s, github: g }] of seen.entries()) {
    const before = seen[index - 1] ?? { slack: 0, github: 0 };
    expect(s).toBeGreaterThanOrEqual(before.slack);
    expect(g).toBeGreaterThanOrEqual(before.github);
  }
});

it('a source that fails once is followed again, and it is said', async () => {
  const said: unknown[] = [];
  const complain = vi.spyOn(console, 'error').mockImplementation((...words) => void said.push(words[0]));
  ends.push(() => complain.mockRestore());
  const [slack, github] = [createChanges(), feed()];
  const seen = await listen(announcements({ slack, github }));
  github.breaks();
  await vi.waitUntil(() => said.length === 1);
  github.add();
  await vi.waitUntil(() => seen.at(-1)?.github === 1, { timeout: 20_000 });
  expect(said).toEqual(['the page looks again for changes in a second:']);
});
