import { expect, it } from 'vitest';
import { guideOf } from '../../demo/guide.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { completed, releaseAfter, sha, upTo } from '../release/given.ts';
import { before, hints, scenery, storefront } from './guide-given.ts';

const window: ReleaseEvent = {
  type: 'WindowScheduled',
  step: 'window-production',
  by: 'U-maria',
  from: '2026-11-21T08:00:00.000Z',
  until: '2026-11-21T10:00:00.000Z',
};

it('a window is scheduled on the card', () => {
  const events = before('window-production', storefront);
  const hint = hints(...events, completed('checklist-release-manager')).find(({ id }) => id === 'window-production');
  expect(hint?.text).toBe(
    'Click “Schedule the window…”, choose its start, and press Schedule. Its button is on the card and in the thread; /release window opens the form too.',
  );
});

it('before the window opens nobody is told to deploy', () => {
  const events = before('deployed', storefront);
  expect(hints(...events, window)).toEqual([
    {
      id: 'deployed.window',
      title: 'Deploy to production: its window is not open yet.',
      text: 'It opens 2026-11-21 08:00 (Etc/UTC). Move the clock 🕒 to it; or maria can click “Move the window…” on the card.',
      as: [],
      where: 'clock',
    },
  ]);
  const opened: ReleaseEvent = { type: 'WindowOpened', step: 'window-production' };
  expect(hints(...events, window, opened)).toMatchObject([{ id: 'deployed', as: ['U-maria'] }]);
});

it('a deployment whose window closed asks for another window, and for no confirmation', () => {
  const closed: ReleaseEvent = { type: 'WindowClosed', step: 'window-production' };
  const [hint] = hints(...before('deployed', storefront), window, closed);
  expect(hint?.text).toMatch(/^Click “Schedule the window…”, choose its start/);
});

it('a deployment by two people starts with the second', () => {
  const events = before('staged', storefront);
  const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'staged', by: 'U-maria' };
  expect(hints(...events)).toMatchObject([
    {
      as: ['U-maria'],
      text: 'Click “Deploy 2.4.0 to staging”, and confirm. Nothing starts before somebody else confirms it: sara.',
    },
  ]);
  expect(hints(...events, pressed)).toMatchObject([
    {
      as: ['U-sara'],
      text: 'Click “Confirm: deploy 2.4.0 to staging”, and confirm: Slipway starts the workflow once.',
    },
  ]);
});

it('of roles that sign together, one of each is asked, and everybody who may is named', () => {
  const step = 'sign-off-qa-lead-2';
  const events = before(step, storefront);
  expect(hints(...events)).toMatchObject([
    {
      title: 'Post-deploy verification: it is the turn of sara (QA Lead) and omar or kenji (SRE).',
      text: 'Click “Review and sign”, read what is signed, decide, and press Send decision. One of each role has to sign.',
      as: ['U-sara', 'U-omar', 'U-kenji'],
    },
  ]);
  const sara: ReleaseEvent = { type: 'SignOffGiven', step, by: 'U-sara', decision: 'approve', subject: sha('a') };
  expect(hints(...events, sara)).toMatchObject([
    {
      title: 'Post-deploy verification: it is the turn of omar or kenji (SRE).',
      text: 'Click “Review and sign”, read what is signed, decide, and press Send decision.',
    },
  ]);
});

it('what is not shown is counted', () => {
  const all = hints(...before('sign-off-sre', storefront));
  expect(all).toHaveLength(4);
  expect(all.at(-1)).toMatchObject({ title: 'And 1 more.', text: 'The card shows all that is waited for.' });
});

it('a failed step says once what to press', () => {
  const failed = (remedy: string) =>
    hints(
      ...upTo.tagged(),
      { type: 'StepFailed', step: 'artifacts', sentence: 'publish.yml failed.', remedy },
      { type: 'ReleasePaused', by: 'slipway', reason: 'No.', step: 'artifacts' },
    );
  expect(failed('Read its log, then press Retry.')).toMatchObject([
    { text: 'publish.yml failed. Read its log, then press Retry.', as: ['U-maria'] },
  ]);
  expect(failed('Read its log.')).toMatchObject([
    { text: 'publish.yml failed. Read its log. Click “Retry” on the card.' },
  ]);
});

it('of several releases each is shown, a withdrawn one first, with what to press', () => {
  const billing = releaseAfter(...upTo.pullRequest());
  const withdrawn = releaseAfter(...before('deployed', storefront), completed('deployed'), {
    type: 'ReleaseWithdrawn',
    by: 'U-maria',
    reason: 'Baskets are lost',
    redeploy: { tag: 'v2.3.0', version: '2.3.0', steps: ['deployed'] },
  });
  const guide = guideOf(scenery, [billing, { ...withdrawn, id: 'storefront-2.4.0' }]);
  expect(guide.hints).toMatchObject([
    {
      title: 'storefront 2.4.0 · Deploy 2.3.0 to production: it is the turn of maria.',
      text: 'storefront 2.4.0 was withdrawn. Click “Deploy 2.3.0 to production”, and confirm. Nothing starts before somebody else confirms it: omar or kenji.',
      where: 'C-storefront',
    },
    { title: 'billing 1.5.0 · Backend lead signs: it is the turn of lena.', where: 'C-backend' },
  ]);
  expect(guide.of).toBe(billing.plan.length + 1);
});

it('more releases than are shown of one are shown all the same, one thing of each', () => {
  const all = ['a', 'b', 'c', 'd'].map((id) => ({ ...releaseAfter(...before('sign-off-sre', storefront)), id }));
  const guide = guideOf(scenery, all);
  expect(guide.hints.map(({ id }) => id.slice(0, 2))).toEqual(['a.', 'b.', 'c.', 'd.', 'mo']);
  expect(guide.hints.at(-1)).toMatchObject({ title: 'And 12 more.', text: 'The cards show all that is waited for.' });
});
