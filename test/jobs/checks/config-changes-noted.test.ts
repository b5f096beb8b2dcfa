import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease, withoutAssociations } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const look = async (change: Readonly<Record<string, unknown>> = {}, client = local.client) => {
  const step = { check: 'config-changes-noted', paths: ['config/**', '*.yml'], ref: 'dev', as: 'it' };
  const trial = await trialRelease(client, [{ ...step, ...change }]);
  return await trial.look('it');
};
const write = (text: string, file = 'CHANGELOG.md') =>
  local.billing.pushes('ana-d', 'dev', { [file]: text }, 'docs: changelog');

/** A pull request that is merged into dev; resolves to its number. */
async function merged(title: string, files: Readonly<Record<string, string>>) {
  const head = `change-${(await local.billing.pulls('all')).length}`;
  await local.billing.pushes('ana-d', head, files, title, { from: 'dev' });
  const { number } = await local.billing.opensPullRequest('ana-d', { head, base: 'dev', title });
  await local.billing.merges('lena-b', number);
  return number;
}

describe('config-changes-noted', () => {
  it('passes where no pull request changes configuration only', async () => {
    await write('# Changelog\n');
    await merged('feat: a flag and its code', { 'config/a.json': '1', 'src/a.ts': '1\n' });
    expect(await look()).toMatchObject({
      status: 'done',
      done: { sentence: 'No merged pull request since v1.4.0 changes configuration only.' },
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('names with links those that the section of this version leaves out', async () => {
    const first = await merged('chore: raise the pool size', { 'config/deep/pool.json': '1' });
    const second = await merged('Update', { 'settings.yml': 'a: 1\n' });
    await merged('chore: nested yml is no configuration', { 'src/settings.yml': 'a: 1\n' });
    const url = (number: number) => `${local.server.url}/acme/billing/pull/${number}`;
    await write('# Changelog\n\n## 1.4.0\n- raise the pool size, Update\n');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `2 of 2 configuration-only pull requests since v1.4.0 not named under 1.5.0 in CHANGELOG.md on dev, which has no heading of this version: #${first} "chore: raise the pool size" (${url(first)}) and #${second} "Update" (${url(second)}). Name each there by its number or title.`,
      link: expect.stringContaining('CHANGELOG.md'),
    });
    await write('# Changelog\n\n## 1.5.0\n- Raise the pool size\n\n## 1.4.0\n- Update\n');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(
        `1 of 2 configuration-only pull requests since v1.4.0 not named under 1.5.0 in CHANGELOG.md on dev: #${second} "Update" (`,
      ),
      link: url(second),
    });
    await write(`# Changelog\n\n## 1.5.0\n- Raise the pool size\n- Settings (#${second})\n`);
    expect(await look()).toMatchObject({
      status: 'done',
      done: {
        sentence: 'CHANGELOG.md on dev names the 2 configuration-only pull requests since v1.4.0 under 1.5.0.',
      },
    });
  });

  it('a file that is renamed into the configuration is no configuration only', async () => {
    await write('# Changelog\n');
    const text = 'line\n'.repeat(50);
    await merged('feat: add', { 'src/limits.txt': text });
    const head = 'renames';
    const files = { 'src/limits.txt': null, 'config/limits.txt': text };
    await local.billing.pushes('ana-d', head, files, 'chore: move', { from: 'dev' });
    const { number } = await local.billing.opensPullRequest('ana-d', { head, base: 'dev', title: 'chore: move it' });
    await local.billing.merges('lena-b', number);
    expect((await look()).status).toBe('done');
  });

  it('another file is looked at where one is named', async () => {
    const number = await merged('chore: raise the pool size', { 'config/pool.json': '1' });
    expect((await look()).reading?.sentence).toBe('CHANGELOG.md is not on dev. Add it.');
    await write(`## 1.5.0\n- #${number}\n`, 'docs/changes.md');
    expect((await look({ file: 'docs/changes.md' })).status).toBe('done');
  });

  it('says so where it cannot know which pull requests there were, or the tag is gone', async () => {
    await write('# Changelog\n');
    expect((await look({}, await withoutAssociations(local))).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('so it cannot say whether CHANGELOG.md names every configuration-only change'),
    });
    const trial = await trialRelease(
      local.client,
      [{ check: 'config-changes-noted', paths: ['config/**'], ref: 'dev', as: 'it' }],
      { change: { previousTag: 'v0.9.0' } },
    );
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('Slipway cannot read what was merged into dev since v0.9.0.'),
    });
  });
});
