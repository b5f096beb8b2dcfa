import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { githubClient } from '../../sandbox/github/client.ts';
import { slackClient } from '../../sandbox/slack/client.ts';

const program = path.join(import.meta.dirname, '../../sandbox/main.ts');
const root = await mkdtemp(path.join(tmpdir(), 'sandbox-test-'));
const started = new Set<ReturnType<typeof spawn>>();
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

const named = z.array(z.object({ id: z.string(), name: z.string() }));
/** The one line that the sandbox prints; strict, so that README.md keeps naming all of it. */
const described = z.strictObject({
  page: z.url().optional(),
  slack: z.strictObject({
    url: z.url(),
    apiUrl: z.url(),
    controlUrl: z.url(),
    botToken: z.string().startsWith('xoxb-'),
    appToken: z.string().startsWith('xapp-'),
    signingSecret: z.string().min(1),
  }),
  github: z.strictObject({
    url: z.url(),
    graphqlUrl: z.url(),
    controlUrl: z.url(),
    token: z.string().min(1),
    appId: z.number(),
    clientId: z.string(),
    privateKey: z.string().startsWith('-----BEGIN RSA PRIVATE KEY-----'),
    webhookSecret: z.string().min(1),
  }),
  people: named,
  channels: named,
  usergroups: z.array(z.object({ id: z.string(), handle: z.string() })),
  repositories: z.array(z.string()),
  githubPeople: z.array(z.string()),
});

/** Starts the program with a temporary folder of its own. */
async function run(...args: readonly string[]) {
  const temporary = await mkdtemp(path.join(root, 'tmp-'));
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: temporary, NO_COLOR: '1' },
  });
  started.add(child);
  const output = { out: '', err: '' };
  const firstLine = Promise.withResolvers<string>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.out += text;
    if (output.out.includes('\n')) firstLine.resolve(output.out);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    output,
    ended,
    ready: async () => described.parse(JSON.parse(await firstLine.promise)),
    leftBehind: () => readdir(temporary),
  };
}

/** A port that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

it('says all that one needs on one line, at the ports it was given, until SIGTERM', async () => {
  const [slackPort, githubPort] = [await freePort(), await freePort()];
  const sandbox = await run('--slack-port', `${slackPort}`, '--github-port', `${githubPort}`);
  const { slack, github, people, channels, repositories, githubPeople } = await sandbox.ready();
  expect([slack.url, github.url]).toEqual([`http://127.0.0.1:${slackPort}`, `http://127.0.0.1:${githubPort}`]);
  expect(people.map(({ name }) => name)).toContain('maria');
  expect(channels).toContainEqual(expect.objectContaining({ id: 'C0BACKEND', name: 'dev-backend-github' }));
  expect(repositories).toEqual(['acme/billing', 'acme/api-gateway', 'acme/platform', 'acme/storefront']);
  expect(githubPeople).toContain('maria-r');

  const maria = slackClient(slack.controlUrl).person('maria');
  expect(await maria.types('#dev-backend-github', 'hello')).toMatchObject({ ok: true });
  const releases = await githubClient(github.controlUrl).repository('acme/billing').releases();
  expect(releases.map(({ tag }) => tag)).toContain('v1.4.2');

  sandbox.child.kill('SIGTERM');
  expect(await sandbox.ended).toBe(0);
  expect(sandbox.output.out.trim().split('\n')).toHaveLength(1);
  expect(await sandbox.leftBehind()).toEqual([]);
});

it('serves a page that shows both, without a clock and without a tour', async () => {
  const sandbox = await run('--page-port', '0');
  const { page = '' } = await sandbox.ready();
  expect(await (await fetch(page)).text()).toContain('<title>Slipway, a local workspace</title>');
  const world: unknown = await (await fetch(new URL('/world', page))).json();
  expect(world).toMatchObject({
    clock: false,
    home: 'C0BACKEND',
    repositories: ['acme/billing', 'acme/api-gateway', 'acme/platform', 'acme/storefront'],
  });
  expect(await (await fetch(new URL('/guide', page))).json()).toBeNull();
  expect((await fetch(new URL('/clock', page))).status).toBe(404);
  sandbox.child.kill('SIGTERM');
  expect(await sandbox.ended).toBe(0);
  expect(await sandbox.leftBehind()).toEqual([]);
});

it('serves a copy of another repository in the place of acme/billing, which stays as it is', async () => {
  const folder = path.join(root, 'own');
  const git = async (...args: string[]) => (await promisify(execFile)('git', ['-C', folder, ...args])).stdout;
  await promisify(execFile)('git', ['init', '--quiet', '--initial-branch=main', folder]);
  await git('config', 'user.name', 'Ida');
  await git('config', 'user.email', 'ida@tea.example');
  await writeFile(path.join(folder, 'tea.txt'), 'green\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'feat: green tea');
  const refs = await git('for-each-ref');

  const sandbox = await run('--repo', folder);
  const { github } = await sandbox.ready();
  const copy = githubClient(github.controlUrl).repository('acme/billing');
  expect(await copy.file('main', 'tea.txt')).toBe('green\n');
  await copy.pushes('ana-d', 'main', { 'tea.txt': 'black\n' }, 'fix: black tea');
  expect(await git('for-each-ref')).toBe(refs);
  expect(await git('status', '--porcelain')).toBe('');
  sandbox.child.kill('SIGINT');
  expect(await sandbox.ended).toBe(0);
});

it.each([
  [['--slack-port', 'many'], '--slack-port takes a port from 0 (any free one) to 65535, not “many”.'],
  [['--github-port', '70000'], '--github-port takes a port from 0 (any free one) to 65535, not “70000”.'],
  [['--page-port', 'here'], '--page-port takes a port from 0 (any free one) to 65535, not “here”.'],
  [['--manifest', 'none.yml'], '--manifest takes the file of an app manifest; none.yml cannot be read.'],
  [['--repo', root], `${root} is no git repository: --repo takes the folder of one.`],
  [['--colour'], "Unknown option '--colour'"],
])('refuses %j with a sentence', async (args, sentence) => {
  const sandbox = await run(...args);
  expect(await sandbox.ended).toBe(1);
  expect(sandbox.output.err).toContain(sentence);
  expect(sandbox.output.err.trim().split('\n')).toHaveLength(1);
  expect(sandbox.output.out).toBe('');
  expect(await sandbox.leftBehind()).toEqual([]);
});
