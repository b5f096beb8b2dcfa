import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { slackClient } from '../../../sandbox/slack/client.ts';
import { type LocalSlack, startSlack } from '../../../sandbox/slack/start-slack.ts';
import { workspace } from '../../../sandbox/workspace.ts';
import { boltLogger } from '../../../src/adapters/slack/bolt-logger.ts';
import { type Slack, slackApi } from '../../../src/adapters/slack/client.ts';
import { slackFiles } from '../../../src/adapters/slack/files.ts';
import { Outage, RefusedOutside } from '../../../src/release/outside-errors.ts';
import { sharedPauses } from '../github/scripted-github.ts';

let server: LocalSlack;
let slack: Slack;
beforeAll(async () => {
  server = await startSlack({ world: workspace });
  slack = slackApi({
    token: server.botToken,
    apiUrl: server.apiUrl,
    pauses: sharedPauses(),
    now: () => new Date(),
    logger: boltLogger({ info: () => undefined, warn: () => undefined, error: () => undefined }),
  });
});
afterAll(() => server.stop());

/** Someone uploads a file; its id. */
async function given(name: string, content: string): Promise<string> {
  const { files, now, ids, bot } = server.inside.workspace;
  const id = ids.next('F');
  files.set(id, {
    id,
    name,
    title: name,
    size: content.length,
    user: bot.userId,
    created: Math.floor(now() / 1000),
    content: Buffer.from(content),
    complete: true,
    deleted: false,
  });
  return id;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

it('is read to its end and hashed', async () => {
  const content = 'x'.repeat(3_000_000);
  const { hashFile } = slackFiles(slack, { token: server.botToken, apiUrl: server.apiUrl });
  expect(await hashFile(await given('big.bin', content))).toEqual({ kind: 'hashed', sha256: hashOf(content) });
});

it('is not read where it is too large, whatever Slack said of its size', async () => {
  const { hashFile } = slackFiles(slack, { token: server.botToken, apiUrl: server.apiUrl, most: 10 });
  expect(await hashFile(await given('large.txt', 'more than ten bytes'))).toEqual({ kind: 'too-large' });
  const id = await given('liar.txt', 'more than ten bytes');
  const file = server.inside.workspace.files.get(id);
  if (file !== undefined) server.inside.workspace.files.set(id, { ...file, size: 5 });
  expect(await hashFile(id)).toEqual({ kind: 'too-large' });
});

it('that is gone is told as gone', async () => {
  const { hashFile } = slackFiles(slack, { token: server.botToken, apiUrl: server.apiUrl });
  await given('gone.txt', 'x');
  await slackClient(server.controlUrl).change({ change: 'delete-file', file: 'gone.txt' });
  const deleted = [...server.inside.workspace.files.values()].find(({ name }) => name === 'gone.txt');
  expect(await hashFile(deleted?.id ?? '')).toEqual({ kind: 'deleted' });
  expect(await hashFile('F0NOSUCH')).toEqual({ kind: 'deleted' });
});

it('of which fewer bytes came than it has is tried again', async () => {
  const { hashFile } = slackFiles(slack, { token: server.botToken, apiUrl: server.apiUrl });
  const id = await given('cut.txt', 'ten bytes.');
  const file = server.inside.workspace.files.get(id);
  if (file !== undefined) server.inside.workspace.files.set(id, { ...file, size: 11 });
  await expect(hashFile(id)).rejects.toThrow(Outage);
});

it('is refused by the sign-in page to a token that Slack does not know', async () => {
  const { hashFile } = slackFiles(slack, { token: 'xoxb-other', apiUrl: server.apiUrl });
  await expect(hashFile(await given('a.txt', 'a'))).rejects.toThrow(RefusedOutside);
});

it('at an address that is not Slack’s gets no token', async () => {
  const asked: unknown[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.end('x');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const address = elsewhere.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const lying: Slack = {
    ...slack,
    patiently: (call, run) =>
      slack.patiently(call, async (client) => {
        const answer = await run(client);
        Reflect.set(Reflect.get(Object(answer), 'file'), 'url_private', `http://127.0.0.1:${port}/x`);
        return answer;
      }),
  };
  const { hashFile } = slackFiles(lying, { token: server.botToken, apiUrl: server.apiUrl });
  await expect(hashFile(await given('far.txt', 'x'))).rejects.toThrow('an address of a file that is not its own');
  expect(asked).toEqual([]);
  await new Promise((resolve) => elsewhere.close(resolve));
});
