import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const patience = 240_000; // milliseconds for a whole release on a machine that others use too
const root = await mkdtemp(path.join(tmpdir(), 'demo-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const program = path.join(import.meta.dirname, '../../demo/demo.ts');

/** Starts the demo with a temporary folder of its own. */
async function startDemo(args: readonly string[]) {
  const temporary = await mkdtemp(path.join(root, 'tmp-'));
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: temporary, NO_COLOR: '1' },
  });
  let output = '';
  const seen = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of seen) look();
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    ended,
    output: () => output,
    /** Resolves once the text was printed. */
    prints: (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (output.includes(text)) resolve();
        };
        seen.add(look);
        look();
        void ended.then(() => reject(new Error(`ended before it printed ${text}:\n${output}`)));
      }),
    leftBehind: () => readdir(temporary),
  };
}

/** What the demo prints of these lines, and how it ends. */
async function play(args: readonly string[], lines = '') {
  const demo = await startDemo(args);
  demo.child.stdin.end(lines);
  const code = await demo.ended;
  return { code, output: demo.output(), leftBehind: await demo.leftBehind() };
}

it('plays a whole release by itself', { timeout: patience }, async () => {
  const { code, output, leftBehind } = await play(['--play']);
  expect(output).toContain('maria types in #dev-backend-github:  /release start');
  expect(output).toContain('minor → v1.5.0');
  expect(output).toContain('lena presses [Send decision]');
  expect(output).toContain('omar clicks [Deploy 1.5.0 to production]');
  expect(output).toMatch(/billing 1\.5\.0 was released at \d{4}-\d\d-\d\d \d\d:\d\d JST/);
  const [, closing = ''] = output.split('━━ billing 1.5.0 is released');
  expect(closing).toContain('🏁 Released');
  expect(closing).toMatch(/v1\.5\.0 annotated, at commit [0-9a-f]{7} of main/);
  expect(closing).toContain('- Round tax per line (#1) by ben-w');
  expect(closing).toContain('release-record.json');
  expect({ code, leftBehind }).toEqual({ code: 0, leftBehind: [] });
});

/** What docs/getting-started.md has a newcomer type. */
const guide = readFileSync(path.join(import.meta.dirname, '../../docs/getting-started.md'), 'utf8');
const typed = [...guide.matchAll(/^[a-z]+> (.*)$/gm)].map(([, line = '']) => line);

it('is played by hand with the lines of the guide, until they end', { timeout: patience }, async () => {
  const mistakes = ['dance', 'submit', 'as nobody', 'click Nothing', 'see thread'];
  const { code, output, leftBehind } = await play(['--terminal'], [...typed, 'play', ...mistakes].join('\n')); // play: waits for the end, however slow the machine is
  expect(output).toContain('▸ GitHub publish.yml ends with success');
  expect(output).toContain('Slack asks omar; answer yes or no');
  const [before = '', after = ''] = output.split('> dance');
  expect(before).toContain('🏁 Released');
  expect(before).not.toContain('There are:'); // no line of the guide was refused
  expect(before).not.toContain('no form open');
  expect(after).toContain('“dance” is not known here: help lists what is.');
  expect(after).toContain('omar has no form open.');
  expect(after).toContain('Nobody is called “nobody”. There are: maria, lena, tom');
  expect(after).toContain('omar sees no "Nothing" to click');
  expect(after).toContain('Approved by @lena');
  expect({ code, leftBehind }).toEqual({ code: 0, leftBehind: [] });
});

it('plays with a copy of another repository, which it leaves as it is', { timeout: patience }, async () => {
  const folder = path.join(root, 'Tea House');
  const run = promisify(execFile);
  const git = async (...args: string[]) => (await run('git', ['-C', folder, ...args])).stdout;
  await run('git', ['init', '--quiet', '--initial-branch=trunk', folder]);
  await git('config', 'user.name', 'Ida');
  await git('config', 'user.email', 'ida@tea.example');
  await writeFile(path.join(folder, 'tea.txt'), 'green\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'feat: green tea');
  await git('tag', 'v0.3.0');
  await git('commit', '--quiet', '--allow-empty', '--message', 'fix: a better pot, as GitHub advised');
  await writeFile(path.join(folder, 'tea.txt'), 'not committed\n');
  const state = async () => [await git('status', '--porcelain=v2', '--branch'), await git('for-each-ref')];
  const before = await state();

  const { code, output } = await play(['--play', '--repo', folder]);
  expect(output).toContain('Your repository is there as acme/tea-house');
  expect(output).toContain('It has no branch dev');
  expect(output).toContain('━━ tea-house 0.4.0 is released');
  expect(output).toContain('- a better pot, as GitHub advised');
  expect(code).toBe(0);
  expect(await state()).toEqual(before);
});

it('says in a sentence what it cannot do', { timeout: patience }, async () => {
  const nowhere = await play(['--repo', root]);
  expect(nowhere.output).toContain(`${root} is no git repository: --repo takes the folder of one.`);
  const unknown = await play(['--plya']);
  expect(unknown.output).toContain("Unknown option '--plya'. npm run demo -- --help lists the options.");
  const noPort = await play(['--port', 'many']);
  expect(noPort.output).toContain('--port takes a port from 0 (any free one) to 65535, not “many”.');
  const both = await play(['--record', 'pictures', '--play']);
  expect(both.output).toContain('--record plays the same release each time');
  expect([nowhere.code, unknown.code, noPort.code, both.code]).toEqual([1, 1, 1, 1]);
});

it('serves its page until it is interrupted, and says where', { timeout: patience }, async () => {
  const demo = await startDemo(['--port', '0']);
  await demo.prints('in your browser');
  const [, address = ''] = /Open (http:\/\/127\.0\.0\.1:\d+\/) in/.exec(demo.output()) ?? [];
  const page = await fetch(address);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('<title>Slipway, a local workspace</title>');
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(130);
  expect(await demo.leftBehind()).toEqual([]);
});

it('leaves nothing behind when it is interrupted', { timeout: patience }, async () => {
  const demo = await startDemo(['--play']);
  await demo.prints('maria types in');
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(130);
  expect(await demo.leftBehind()).toEqual([]);
});
