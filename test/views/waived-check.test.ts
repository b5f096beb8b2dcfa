import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { type Playbook, playbookSchema } from '../../src/release/playbook.ts';
import type { Release } from '../../src/release/release.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { detailsModal } from '../../src/views/details-modal.ts';
import { homeView } from '../../src/views/home-view.ts';
import { releaseCard } from '../../src/views/release-card.ts';
import { signOffModal } from '../../src/views/sign-off-modal.ts';
import { threadMessage } from '../../src/views/thread-message.ts';
import { waiveModal } from '../../src/views/waive-modal.ts';
import { completed, releaseAfter, sha } from '../release/given.ts';
import { billingStarted, githubUrl, pullRequest } from './billing.ts';
import { flawsOfModal, homeAs, messageAs } from './read.ts';

const playbook: Playbook = playbookSchema.parse(
  parse(`
playbook: waived
title: Waived
released-from: dev
roles: { release-manager: { title: Release manager, from: starter }, backend-lead: { title: Backend lead } }
stages:
  - stage: Review
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - { check: ci-green, of: pr, title: CI, waive: [backend-lead] }
      - { check: bump-fits, title: Bump }
  - stage: Sign
    steps:
      - { sign-off: backend-lead, of: pr }
      - { action: merge-pull-request, of: pr, as: merged }
`),
);
const reason = 'The *flaky* test is known <!channel>';
const inertReason = 'The \u200B*\u200Bflaky\u200B*\u200B test is known &lt;!channel&gt;';
const red: ReleaseEvent = { type: 'StepRead', step: 'ci-green', outcome: 'fail', sentence: '1 check failed: lint.' };
const waived: ReleaseEvent = {
  type: 'CheckWaived',
  step: 'ci-green',
  by: 'U0LENA',
  reason,
  said: { outcome: 'fail', sentence: '1 check failed: lint.' },
};
const roles = { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0LENA', 'U0TOM'] };
const billingAfter = (...events: readonly ReleaseEvent[]): Release =>
  releaseAfter(billingStarted({ playbook, answers: {}, roles }), completed('pr', pullRequest), ...events);
const toSignOff = () => billingAfter(red, waived, completed('bump-fits'));
const card = (release: Release) => messageAs('lena', releaseCard(release, githubUrl));
const buttons = (release: Release) => card(release).split('\n').at(-1);
const newest = (release: Release): string => {
  const message = release.outbox.at(-1);
  const view = message === undefined ? undefined : threadMessage(release, message, githubUrl);
  return view === undefined ? '' : messageAs('lena', view);
};
const textOf = (view: unknown): string => JSON.stringify(view);

describe('a check that does not pass', () => {
  it('offers to have it run again and to waive it, on the card and in its red message', () => {
    expect(buttons(billingAfter())).toMatch(/^\[Details\] \[⋯/);
    expect(buttons(billingAfter(red))).toMatch(/^\[Details\] \[Re-run\] \[Waive…\] \[⋯/);
    expect(newest(billingAfter(red))).toContain('@lena or @tom may waive it, with a reason.\n[Re-run] [Waive…]');
    const unwaivable = { ...red, step: 'bump-fits' };
    expect(buttons(billingAfter(completed('ci-green'), unwaivable))).toMatch(/^\[Details\] \[Read again\] \[⋯/);
    expect(newest(billingAfter(completed('ci-green'), unwaivable))).not.toContain('may waive');
    expect(buttons(billingAfter({ ...red, outcome: 'unavailable' }))).toContain('[Waive…]');
  });

  it('that cannot be read is told once, to those who may let the release go on', () => {
    const away: ReleaseEvent = { ...red, outcome: 'unavailable', sentence: 'GitHub did not answer.' };
    const told = newest(billingAfter(away));
    expect(told).toMatch(
      /⚠️ Cannot be read: \*CI\* · GitHub did not answer\.\nSlipway reads it again by itself\. Should it stay so: @lena or @tom may waive it, with a reason\. @maria can say that it was done outside\.\n\[Re-run\] \[Waive…\]/,
    );
    const wait: ReleaseEvent = { ...red, outcome: 'wait', sentence: 'It runs.' };
    const tellings = (...events: readonly ReleaseEvent[]) =>
      billingAfter(...events).outbox.filter(({ about }) => about.type === 'StepRead').length;
    expect(tellings(away, away, wait, away)).toBe(1);
    expect(newest(billingAfter(red, away))).not.toContain('done outside'); // it was red when it was last read
  });

  it('that cannot be read names those of its done-outside, and nobody who may not say it', () => {
    const text = `
playbook: outside
title: Outside
released-from: dev
roles: { release-manager: { title: Release manager, from: starter }, backend-lead: { title: Backend lead } }
stages:
  - stage: Review
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - { check: ci-green, of: pr, title: CI, done-outside: [backend-lead] }
`;
    const start = billingStarted({ playbook: playbookSchema.parse(parse(text)), answers: {}, roles });
    const away: ReleaseEvent = { ...red, outcome: 'unavailable', sentence: 'GitHub did not answer.' };
    const told = newest(releaseAfter(start, completed('pr', pullRequest), away));
    expect(told).toContain('Should it stay so: @lena and @tom can say that it was done outside.');
  });

  it('offers neither while the release is paused, nor once it is done', () => {
    const paused: ReleaseEvent = { type: 'ReleasePaused', by: 'U0MARIA', reason: 'Lunch' };
    expect(buttons(billingAfter(red, paused))).not.toContain('[Waive…]');
    expect(buttons(billingAfter(red, waived))).not.toContain('[Waive…]');
    expect(textOf(detailsModal(billingAfter(red), 0, githubUrl))).toContain('Waive…');
    expect(textOf(detailsModal(billingAfter(red, waived), 0, githubUrl))).not.toContain('Waive…');
  });

  it('is in the Home of those who may waive it, and of nobody else', () => {
    const home = (name: string, person: string, whole: Release) => {
      const { semver, status, startedAt, component } = whole;
      const listed = { component: component.name, semver, status, startedAt, channel: component.channel };
      const running = [{ shown: { ...listed, cardUrl: undefined, summary: summaryOf(whole) }, whole }];
      const view = homeView({ person, running, at: startedAt, zone: 'Etc/UTC', command: '/release', components: {} });
      return homeAs(name, view);
    };
    expect(home('lena', 'U0LENA', billingAfter(red))).toMatch(
      /🔴 Red.*1 check failed: lint\..*yours to waive.*\[Waive…\]/s,
    );
    expect(home('maria', 'U0MARIA', billingAfter(red))).toContain('Nothing waits for you.');
    expect(home('lena', 'U0LENA', billingAfter())).toContain('Nothing waits for you.');
  });
});

describe('a waived check', () => {
  it('is told with who, why and what the check last said', () => {
    expect(newest(billingAfter(red, waived))).toMatch(
      /🟡 Waived by @lena: \*CI\* · “The .*flaky.* test is known .*”\nIt last said \(red\): 1 check failed: lint\.\nThe release goes on without it\./,
    );
    const { said: _, ...unread } = waived;
    expect(newest(billingAfter(unread))).toContain('It had not been read yet. The release goes on without it.');
  });

  it.each([
    ['the card', (release: Release) => textOf(releaseCard(release, githubUrl))],
    ['the details', (release: Release) => textOf(detailsModal(release, 0, githubUrl))],
    ['the sign-off', (release: Release) => textOf(signOffModal(release, 'sign-off-backend-lead', githubUrl))],
  ])('is shown as that by %s, and never as green', (_, shown) => {
    const text = shown(toSignOff());
    expect(text).toContain('🟡');
    expect(text).toContain(`“${inertReason}”`);
    expect(text).toContain('<@U0LENA>');
    expect(text).toContain('1 check failed: lint.');
    expect(text).not.toMatch(/✅ Done: (\*)?CI/);
    expect(text).not.toContain('✅ Review');
  });

  it('keeps its stage from being green, and stands in the summary of the closed release', () => {
    expect(card(toSignOff())).toContain('🟡 Review · done, 1 check waived');
    const signed: ReleaseEvent = {
      type: 'SignOffGiven',
      step: 'sign-off-backend-lead',
      by: 'U0LENA',
      decision: 'approve',
      subject: sha('a'),
    };
    const events = [
      red,
      waived,
      completed('bump-fits'),
      signed,
      completed('merged'),
      { type: 'ReleaseClosed' } as const,
    ];
    const closed = billingAfter(...events);
    expect(card(closed).match(/🟡 CI: waived by @lena/g)).toHaveLength(1);
    expect(newest(closed)).toContain('🟡 CI: waived by @lena');
    expect(newest(closed)).toContain('(1 check failed: lint.)');
  });

  it('whose head moves is told to whoever waived it', () => {
    const moved: ReleaseEvent = {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('b'),
      sentence: 'm',
      facts: {},
    };
    expect(newest(billingAfter(red, waived, moved))).toContain('@lena: your waiver of *CI* is void; it is read again.');
    const later = billingAfter(red, waived, moved, { ...moved, from: sha('b'), to: sha('c') });
    expect(newest(later)).not.toContain('your waiver');
  });
});

it('what came of having a check run again is told with who asked', () => {
  const asked: ReleaseEvent = { type: 'CheckRerunAsked', step: 'ci-green', by: 'U0TOM' };
  const answered: ReleaseEvent = {
    type: 'CheckRerunAnswered',
    step: 'ci-green',
    askedBy: 'U0TOM',
    sentence: 'What failed in CI runs again.',
  };
  expect(newest(billingAfter(red, asked, answered))).toContain(
    '🔁 Asked for again by @tom: *CI* · What failed in CI runs again.',
  );
});

it('the form asks which of several checks, and always why', () => {
  const release = billingAfter(red);
  const of = (id: string) => release.plan.filter((p) => p.id === id);
  const [one, several] = [
    waiveModal(release, of('ci-green')),
    waiveModal(release, release.plan, { chosen: 'ci-green', notice: 'It changed.', reason }),
  ];
  expect([flawsOfModal(one), flawsOfModal(several)]).toEqual([[], []]);
  expect(textOf(one)).toContain('🔴 Red: *CI*');
  expect(textOf(one)).not.toContain('Which check?');
  expect(textOf(several)).toContain('Which check?');
});

it('the form shows all that a check said last, and what waiving it waives', () => {
  const long = `${'One scanner cannot be read, enable it. '.repeat(120)}The last <!channel> of them.`;
  const modal = waiveModal(billingAfter({ ...red, sentence: long }), billingAfter().plan.slice(1, 2));
  expect(flawsOfModal(modal)).toEqual([]);
  expect(textOf(modal)).toContain('The last &lt;!channel&gt; of them.');
  expect(textOf(modal)).toContain('*Waived is all that it asks for:* Slipway waits until');
});
