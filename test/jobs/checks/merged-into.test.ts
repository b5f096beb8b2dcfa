import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
  await local.billing.branch('hotfix/7', 'v1.4.0');
});
afterAll(() => local.server.stop());

const step = { check: 'pull-request-merged', to: 'hotfix/<issue>', naming: '#<issue>', as: 'fix' };
const look = async () => {
  const trial = await trialRelease(local.client, [step], { change: { answers: { issue: '7' } } });
  return await trial.look('fix');
};
const open = async (head: string, title: string, body = '', base = 'hotfix/7') => {
  await local.billing.pushes('ben-w', head, { [`${head}.ts`]: '// fixed\n' }, `fix: ${head}`, { from: 'hotfix/7' });
  return (await local.billing.opensPullRequest('ben-w', { head, base, title, body })).number;
};

describe('pull-request-merged into a branch of its own', () => {
  it('waits for all that names the issue, and shows how little it brings', async () => {
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence:
        'No pull request yet. Open one into hotfix/7 in acme/billing that names #7 in its title or body, and get it merged.',
    });
    await open('other', 'fix: #77', 'See #70, and billing#7'); // none of them is #7
    await open('elsewhere', 'fix: #7', '', 'main');
    await open('release-please--branches--hotfix/7', 'chore: release', 'closes #7'); // says what it releases
    expect((await look()).reading?.sentence).toMatch(/^No pull request yet\./);
    const first = await open('tax', 'fix: tax of a credit note', 'Fixes acme/billing#7');
    expect((await look()).reading?.sentence).toBe(
      `#${first} “fix: tax of a credit note” into hotfix/7 is open. Get it reviewed and merged.`,
    );
    const second = await open('rounding', 'fix: rounding', 'https://github.com/acme/billing/issues/7');
    await local.billing.merges('lena-b', first, { method: 'squash' });
    expect((await look()).reading?.sentence).toBe(
      `#${first} “fix: tax of a credit note” is merged into hotfix/7, and #${second} “fix: rounding” is still open. Merge it as well, or close it.`,
    );
    await local.billing.closes(second);
    expect(await look()).toMatchObject({
      status: 'done',
      done: {
        sentence: `#${first} “fix: tax of a credit note” is merged into hotfix/7. Since v1.4.0, hotfix/7 brings 1 commit, which changes tax.ts.`,
        link: expect.stringContaining('/compare/v1.4.0...hotfix'),
      },
    });
    expect(await local.control.refusals()).toEqual([]);
  });
});
