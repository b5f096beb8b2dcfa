import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
});
afterAll(() => local.server.stop());

const looks = async (step: Readonly<Record<string, unknown>>) => {
  const trial = await trialRelease(local.client, [{ ...step, as: 'it' }]);
  return await trial.look('it');
};

describe('branch-contains', () => {
  it('passes when nothing is missing', async () => {
    expect(await looks({ check: 'branch-contains', branch: 'dev', other: 'main' })).toMatchObject({
      status: 'done',
      done: { sentence: 'dev has every commit of main.', link: expect.stringContaining('/compare/') },
    });
  });
  it('says what is missing and how to mend it', async () => {
    const sha = await local.billing.pushes('tom-h', 'hotfix', { 'a.md': 'a' }, 'fix: hot', { from: 'main' });
    await local.billing.pushes('tom-h', 'hotfix', { 'b.md': 'b' }, 'fix: hotter');
    expect((await looks({ check: 'branch-contains', branch: 'dev', other: 'hotfix' })).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`dev lacks 2 commits of hotfix: ${sha.slice(0, 7)} fix: hot and `),
    });
  });
  it('names the branch that is not there', async () => {
    expect((await looks({ check: 'branch-contains', branch: 'dev', other: 'gone' })).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'acme/billing has no branch gone.',
    });
  });
});

describe('feature-merged', () => {
  const feature = (branch: string) => looks({ check: 'feature-merged', branch, into: 'dev' });

  it('passes for a branch that is contained, and for one that was squashed and deleted', async () => {
    expect(await feature('feature/tax-rounding')).toMatchObject({
      status: 'done',
      done: { sentence: '#1 merged feature/tax-rounding into dev.' },
    });
    expect(await feature('feature/csv')).toMatchObject({
      status: 'done',
      done: { sentence: '#2 merged feature/csv into dev.' },
    });
  });
  it('fails for one that is unknown', async () => {
    expect((await feature('feature/none')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('neither a branch feature/none nor a pull request'),
    });
  });
  it('fails while commits are missing, waits while its pull request is open, passes once it was squashed', async () => {
    await local.billing.pushes('ana-d', 'feature/late', { 'late.md': '1' }, 'feat: late', { from: 'dev' });
    expect((await feature('feature/late')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('has 1 commit that dev lacks. Open a pull request'),
    });
    const { number } = await local.billing.opensPullRequest('ana-d', {
      head: 'feature/late',
      base: 'dev',
      title: 'feat: late',
    });
    expect((await feature('feature/late')).reading).toMatchObject({
      outcome: 'wait',
      sentence: `#${number} merges feature/late into dev and is still open.`,
    });
    await local.billing.merges('lena-b', number, { method: 'squash' });
    expect(await feature('feature/late')).toMatchObject({ status: 'done' });
    await local.billing.pushes('ana-d', 'feature/late', { 'late.md': '2' }, 'feat: later');
    expect((await feature('feature/late')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`since #${number} was merged`),
    });
  });
});

describe('boxes-ticked', () => {
  const file = 'outputs/tax-rounding/quality-checklist.md';
  const boxes = async () => {
    const trial = await trialRelease(local.client, [
      {
        check: 'boxes-ticked',
        file: 'outputs/<feature>/quality-checklist.md',
        ref: 'dev',
        for: 'features',
        as: 'boxes',
      },
    ]);
    return await trial.look('boxes.tax-rounding');
  };
  const write = (text: string) => local.billing.pushes('ana-d', 'dev', { [file]: text }, 'docs: checklist');

  it('fails without the file, without boxes, with open boxes, and passes when all are ticked', async () => {
    expect((await boxes()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `${file} is not on dev. Add it.`,
    });
    await write('# Nothing to tick\n');
    expect((await boxes()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('has no boxes'),
    });
    await write('- [x] a\n- [ ] b\n- [ ] c\n- [ ] d\n- [ ] e\n');
    expect((await boxes()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `4 of 5 boxes open: "b", "c", "d" and 1 more. Tick them in ${file} on dev.`,
    });
    await write('- [x] a\n- [x] b\n```\n- [ ] c\n```\n');
    expect(await boxes()).toMatchObject({
      status: 'done',
      done: { sentence: 'All 2 boxes are ticked.', link: expect.stringContaining(file) },
    });
  });
  it('names the branch that is not there', async () => {
    expect((await looks({ check: 'boxes-ticked', file: 'README.md', ref: 'gone' })).reading?.sentence).toBe(
      'acme/billing has no branch or tag gone.',
    );
  });
});

describe('file-present', () => {
  const present = (path: string) => looks({ check: 'file-present', path, ref: 'dev' });

  it('wants a file with content', async () => {
    await local.billing.pushes('ana-d', 'dev', { 'empty.md': '' }, 'docs: empty');
    expect(await present('README.md')).toMatchObject({ status: 'done', done: { sentence: 'README.md is on dev.' } });
    expect((await present('none.md')).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'none.md is not on dev. Add it.',
    });
    expect((await present('empty.md')).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'empty.md on dev is empty.',
    });
    expect((await present('src')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('is a folder'),
    });
  });
  it('wants a folder with a file, however deep', async () => {
    await local.billing.pushes('ana-d', 'dev', { 'drafts/.gitkeep': '', 'notes/deep/er/a.md': 'a' }, 'docs: folders');
    expect(await present('notes/')).toMatchObject({ status: 'done' });
    expect((await present('drafts/')).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'drafts/ on dev has no file with content. Add at least one.',
    });
    expect((await present('gone/')).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'gone/ is not on dev. Add at least one file to it.',
    });
    expect((await present('README.md/')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('is a file'),
    });
  });
});
