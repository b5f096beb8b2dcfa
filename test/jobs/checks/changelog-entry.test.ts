import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changelogSection } from '../../../src/jobs/checks/changelog-section.ts';
import { type LocalTrial, localGitHub, trialRelease, withoutAssociations } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
});
afterAll(() => local.server.stop());

const write = (text: string, branch = 'dev') =>
  local.billing.pushes('ana-d', branch, { 'CHANGELOG.md': text }, 'docs: changelog');
async function look(change: Readonly<Record<string, unknown>> = {}, given: Parameters<typeof trialRelease>[2] = {}) {
  const trial = await trialRelease(
    local.client,
    [{ check: 'changelog-entry', ref: 'dev', as: 'it', ...change }],
    given,
  );
  return await trial.look('it');
}

describe('the section of a version in a changelog', () => {
  it.each([
    ['## 1.5.0\n\n- a\n\n### Fixes\n- b\n\n## 1.4.0\n- c\n', '- a\n\n- b'],
    ['# Changelog\n\n## [v1.5.0] - 2026-11-21\n- a\n', '- a'],
    ['## [1.5.0](https://x/compare/v1.4.0...v1.5.0)\n- a\n# Older\n- b', '- a'],
    ['billing 1.5.0\n-------------\n- a\n\n1.4.0\n-----\n- b', '- a'],
    ['## 1.5.0\n<!-- - hidden -->\n```\n## 1.4.0\n```\n- a', '- a'],
    ['## 1.5.0\n\n## 1.4.0\n- a', ''],
  ])('%j', (text, section) => expect(changelogSection(text, '1.5.0')).toBe(section));

  it.each([
    '## 1.5.0-rc.1\n- a',
    '## 11.5.0\n- a',
    '## 1.6.0, instead of 1.5.0\n- a',
    '```\n## 1.5.0\n```\n- a',
    '1.5.0 is out\n',
  ])('is not in %j', (text) => expect(changelogSection(text, '1.5.0')).toBeUndefined());
});

describe('changelog-entry', () => {
  it('wants the file, a heading and something below it', async () => {
    expect((await look()).reading).toMatchObject({ outcome: 'fail', sentence: 'CHANGELOG.md is not on dev. Add it.' });
    await write('# Changelog\n\n## 1.4.0\n- Invoices\n');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'CHANGELOG.md on dev has no heading for 1.5.0. Add one, such as "## 1.5.0", and below it what changed.',
    });
    await write('# Changelog\n\n## 1.5.0\n\n## 1.4.0\n- Invoices\n');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'The entry for 1.5.0 in CHANGELOG.md on dev is empty. Write what changed.',
    });
  });

  it('names what is missing, and passes by numbers, links and titles', async () => {
    await write('## 1.5.0\n- Something, elsewhere#1, #20\n\n## 1.4.0\n- Never mind (#2)\n');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        '2 of 2 merged pull requests not named under 1.5.0 in CHANGELOG.md on dev: #1 "feat(tax): round half to even" and #2 "fix: CSV export keeps zeros". Name each there by its number or title.',
      link: expect.stringContaining('CHANGELOG.md'),
    });
    await write('## 1.5.0\n- Round half to even\n');
    expect((await look()).reading?.sentence).toContain('1 of 2 merged pull requests not named under 1.5.0');
    await write('## 1.5.0\n- Round half to even\n- Zeros ([2](https://github.com/acme/billing/pull/2))\n');
    expect(await look()).toMatchObject({
      status: 'done',
      done: {
        sentence: 'CHANGELOG.md on dev has an entry for 1.5.0, with every merged pull request (2) since v1.4.0.',
      },
    });
    await write('## 1.5.0\n- Zeros (#2), taxes (acme/billing#1)\n');
    expect((await look()).status).toBe('done');
  });

  it('leaves out what a label takes out, and the pull request of the release', async () => {
    await write('## 1.5.0\n- #1\n');
    await local.billing.labels(2, ['No-Changelog']);
    expect((await look()).reading?.outcome).toBe('fail');
    expect((await look({ 'except-labels': ['internal'] })).reading?.sentence).toContain(
      'or label it internal if it needs no line.',
    );
    expect((await look({ 'except-labels': ['internal', 'no-changelog'] })).status).toBe('done');
    const { number } = await local.billing.opensPullRequest('maria-r', { head: 'dev', base: 'main', title: 'Release' });
    await local.billing.merges('lena-b', number);
    const merged = { ref: 'main', 'except-labels': ['no-changelog'] };
    expect((await look(merged)).reading?.sentence).toContain(`#${number} "Release"`);
    const opened = { step: { action: 'open-pull-request', from: 'dev', to: 'main' }, facts: { number: `${number}` } };
    expect((await look(merged, { done: { pr: opened } })).status).toBe('done');
  });

  it('leaves out what Slipway opened, and nothing of anybody else that says so', async () => {
    const body = 'Written\n\n<!-- Slipway-Release: billing-1.4.0-x -->';
    await local.billing.branch('evidence-trial', 'v1.4.0');
    await write('## 1.5.0\n- Nothing\n', 'evidence-trial');
    const opens = async (head: string) => {
      await local.billing.pushes('ana-d', head, { [`${head}.md`]: '1\n' }, `docs: ${head}`, { from: 'evidence-trial' });
      return { head, base: 'evidence-trial', title: `docs: what is in ${head}`, body };
    };
    const opened = await local.client.openPullRequest('acme/billing', await opens('evidence'));
    if (opened.kind !== 'made') throw new Error(opened.kind);
    await local.billing.merges('lena-b', opened.pullRequest.number);
    expect((await look({ ref: 'evidence-trial' })).status).toBe('done');
    const other = await local.billing.opensPullRequest('ana-d', await opens('other'));
    await local.billing.merges('lena-b', other.number);
    expect((await look({ ref: 'evidence-trial' })).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(
        `1 of 1 merged pull request not named under 1.5.0 in CHANGELOG.md on evidence-trial: #${other.number} `,
      ),
    });
  });

  it('a title of one word is named by its number only', async () => {
    const [base, head, title] = ['word', 'change', 'Update'];
    await local.billing.branch(base, 'v1.4.0');
    await local.billing.pushes('ana-d', head, { [`${head}.md`]: '1\n' }, 'x', { from: base });
    const { number } = await local.billing.opensPullRequest('ana-d', { head, base, title });
    await local.billing.merges('lena-b', number);
    await write(`## 1.5.0\n- ${title} of all that there is\n`, base);
    expect((await look({ ref: base })).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`#${number} "${title}"`),
    });
    await write(`## 1.5.0\n- #${number}\n`, base);
    expect((await look({ ref: base })).status).toBe('done');
  });

  it('another file, and one without anything to name', async () => {
    await local.billing.pushes('ana-d', 'quiet', { 'docs/NEWS.md': '# 1.5.0\nQuiet\n' }, 'docs: news', {
      from: 'main',
    });
    const head = (await local.billing.log('main', 1))[0]?.sha ?? '';
    await local.billing.tags('tom-h', 'v1.4.9', head);
    expect(
      (await look({ file: 'docs/NEWS.md', ref: 'quiet' }, { change: { previousTag: 'v1.4.9' } })).done?.sentence,
    ).toBe('docs/NEWS.md on quiet has an entry for 1.5.0, with no pull request to name since v1.4.9.');
  });

  it('is unavailable where the changes cannot be read', async () => {
    expect((await look({}, { change: { previousTag: 'v0.0.9' } })).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('The tag must still be there'),
    });
    await write('## 1.5.0\n- #1, #2, #3\n');
    const longer = {
      ...local.client,
      changesForNotes: async (...asked: Parameters<LocalTrial['client']['changesForNotes']>) => ({
        ...(await local.client.changesForNotes(...asked)),
        truncated: true, // as after 1,000 commits
      }),
    };
    const long = await trialRelease(longer, [{ check: 'changelog-entry', ref: 'dev', as: 'it' }]);
    expect((await long.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining(
        'There are more commits since v1.4.0 than Slipway reads (1,000), so it cannot say whether CHANGELOG.md names every pull request.',
      ),
    });
    expect(await local.control.refusals()).toEqual([]);
    const refused = await trialRelease(await withoutAssociations(local), [
      { check: 'changelog-entry', ref: 'dev', as: 'it' },
    ]);
    expect((await refused.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining(
        'GitHub does not tell Slipway which pull requests brought the commits since v1.4.0, so it cannot say whether CHANGELOG.md names every pull request.',
      ),
      link: expect.stringContaining('CHANGELOG.md'),
    });
  });
});
