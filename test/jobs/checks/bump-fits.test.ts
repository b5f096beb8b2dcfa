import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseStarted } from '../../../src/release/events.ts';
import { type LocalTrial, localGitHub, trialRelease, withoutAssociations } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = { check: 'bump-fits', as: 'it' };
const look = async (change: Partial<ReleaseStarted>, client = local.client) => {
  const trial = await trialRelease(client, [step], { change });
  return await trial.look('it');
};
const patch = { bump: 'patch', version: '1.4.1' } as const;
const minor = { bump: 'minor', version: '1.5.0' } as const;
const major = { bump: 'major', version: '2.0.0' } as const;

/** Merges a pull request of one commit into dev; resolves to its number. */
async function merged(title: string, message = title) {
  const branch = `change-${(await local.billing.pulls('all')).length}`;
  await local.billing.pushes('ana-d', branch, { [`src/${branch}.ts`]: '1\n' }, message, { from: 'dev' });
  const { number } = await local.billing.opensPullRequest('ana-d', { head: branch, base: 'dev', title });
  await local.billing.merges('lena-b', number);
  return number;
}

describe('bump-fits', () => {
  it('a feature asks for more than a patch: says which, and what to do', async () => {
    expect((await look(patch)).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        'This is a patch release, and the changes since v1.4.0 ask for a minor one: #1 "round half to even" is a feature. Cancel it and start 1.5.0, or correct titles and labels on GitHub that say too much.',
      link: expect.stringMatching(/\/pull\/1$/),
    });
    expect(await look(minor)).toMatchObject({
      status: 'done',
      done: { sentence: 'This is a minor release, as the changes since v1.4.0 ask for.' },
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('a larger one than needed passes, saying so', async () => {
    expect(await look(major)).toMatchObject({
      status: 'done',
      done: {
        sentence:
          'This is a major release. The changes since v1.4.0 ask for a minor one only, so it is larger than needed, which is fine.',
      },
    });
  });

  it('what breaks asks for a major one, said by a label, a title or a footer', async () => {
    const footer = await merged('fix: rounding', 'fix: rounding\n\nBREAKING CHANGE: half to even');
    await local.billing.labels(2, ['breaking']);
    expect((await look(minor)).reading).toMatchObject({
      outcome: 'fail',
      sentence: `This is a minor release, and the changes since v1.4.0 ask for a major one: #2 "CSV export keeps zeros" breaks something and #${footer} "rounding" breaks something. Cancel it and start 2.0.0, or correct titles and labels on GitHub that say too much.`,
    });
    expect(await look(major)).toMatchObject({ status: 'done' });
  });

  it('before 1.0.0 what breaks asks for a minor one', async () => {
    await merged('feat!: new API');
    await local.billing.tags('tom-h', 'v0.4.0', 'v1.4.0');
    const previousTag = 'v0.4.0';
    expect(await look({ bump: 'minor', version: '0.5.0', previousTag })).toMatchObject({ status: 'done' });
    expect((await look({ bump: 'patch', version: '0.4.1', previousTag })).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(
        '#3 "new API" breaks something and #1 "round half to even" is a feature. Cancel it and start 0.5.0',
      ),
    });
  });

  it('a later commit on the branch is not of this release once its pull request is open', async () => {
    await local.billing.branch('release', 'v1.4.0');
    await local.billing.pushes('tom-h', 'release', { 'fix.md': '1\n' }, 'fix: small');
    const pull = await local.billing.opensPullRequest('maria-r', { head: 'release', base: 'main', title: 'Release' });
    const trial = await trialRelease(local.client, [step], {
      change: patch,
      done: {
        pr: {
          step: { action: 'open-pull-request', from: 'release', to: 'main' },
          facts: { number: String(pull.number), head: pull.headSha },
        },
      },
    });
    expect(await trial.look('it')).toMatchObject({
      status: 'done',
      done: { sentence: 'This is a patch release, as the changes since v1.4.0 ask for.' },
    });
  });

  it('a first release fits; a tag that is gone, and more commits than are read, are no pass', async () => {
    expect(await look({ ...minor, previousTag: 'nightly' })).toMatchObject({
      status: 'done',
      done: { sentence: 'No version was released before 1.5.0, so nothing asks for more.' },
    });
    expect((await look({ ...minor, previousTag: 'v0.1.0' })).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('The tag v0.1.0 must be there.'),
    });
    const many = { ...local.client, changesForNotes: async () => ({ commits: [], pullRequests: [], truncated: true }) };
    expect((await look(minor, many)).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('so it cannot say whether they ask for more than a minor release'),
    });
    expect(await look(major, many)).toMatchObject({ status: 'done' });
    const refused = await withoutAssociations(local);
    expect((await look(minor, refused)).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining(
        'GitHub does not tell Slipway which pull requests brought the commits since v1.4.0, so it cannot say whether they ask for more than a minor release.',
      ),
    });
    expect(await look(major, refused)).toMatchObject({ status: 'done' });
  });
});
