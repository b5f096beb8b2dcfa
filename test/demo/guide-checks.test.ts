import { expect, it } from 'vitest';
import { completed, upTo } from '../release/given.ts';
import { before, hints, platform, read, storefront } from './guide-given.ts';

it('a milestone that is not complete leads to the issues, and to who may waive it', () => {
  const red = read('milestone-complete', 'fail', 'acme/billing has no milestone v2.4.0.');
  expect(hints(...before('milestone-complete', storefront), red)).toContainEqual({
    id: 'milestone-complete',
    title: 'Acceptance criteria are met and pull requests merged: it does not pass.',
    text: 'acme/billing has no milestone v2.4.0. On the GitHub side, under “Issues”: “Close” what is open; “Milestone” puts an issue into a milestone, or takes it out. maria can click “Waive…” on the card, and say why.',
    as: [],
    where: 'github',
  });
});

it('security scans that wait lead to the button that scans', () => {
  const waits = read('no-security-alerts', 'wait', 'Code scanning has not looked at aaaaaaa of main yet.');
  const hint = hints(...before('no-security-alerts', storefront), waits).find(({ id }) => id === 'no-security-alerts');
  expect(hint).toMatchObject({
    text: 'Code scanning has not looked at aaaaaaa of main yet. On the GitHub side, “Scan for security alerts” has the scanners look at the branch.',
    where: 'github',
  });
});

it('a push mends the CI of a pull request, and not that of a commit that is pinned', () => {
  const pinned = hints(...before('ci-green', storefront), read('ci-green', 'fail', 'CI is red.'));
  expect(pinned.map(({ text }) => text)).toContain(
    'CI is red. On the GitHub side, run it again under “Finished workflow runs”.',
  );
  const proposed = hints(...upTo.pullRequest(), read('ci-green', 'fail', 'CI is red.'));
  expect(proposed.map(({ text }) => text)).toContain(
    'CI is red. On the GitHub side, push a commit, or run it again under “Finished workflow runs”.',
  );
});

it('configuration that Release Please hides from the changelog is to be waived', () => {
  const red = read('config-changes-noted', 'fail', '1 of 1 is not named.');
  const others = ['ci-green', 'bump-fits', 'changelog-entry', 'request-review'].map((step) => completed(step));
  expect(hints(...before('config-changes-noted', platform), ...others, red)).toContainEqual({
    id: 'config-changes-noted',
    title: 'Configuration-only changes are in the changelog: it does not pass.',
    text: '1 of 1 is not named. maria can click “Waive…” on the card, and say why.',
    as: ['U-maria'],
    where: 'C-platform',
  });
});
