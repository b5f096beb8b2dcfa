import type { HomeView, ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothingSince, redeploymentOf } from '../../src/release/redeploy.ts';
import { currentSteps, plannedStep, type Release } from '../../src/release/release.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { changesToTakeOut } from '../../src/release/take-out.ts';
import { waitedFor, waitsFor } from '../../src/release/waits-for.ts';
import { announcement, writtenAnnouncement } from '../../src/views/announcement.ts';
import { announcementModal } from '../../src/views/announcement-modal.ts';
import { checklistModal } from '../../src/views/checklist-modal.ts';
import { pagesOf } from '../../src/views/checklist-pages.ts';
import { chosenStepModal } from '../../src/views/chosen-step-modal.ts';
import { delegateModal } from '../../src/views/delegate-modal.ts';
import { detailsModal } from '../../src/views/details-modal.ts';
import { digestMessage } from '../../src/views/digest-message.ts';
import { directMessage, directReply } from '../../src/views/direct-message.ts';
import { editableText, editedText } from '../../src/views/edited-announcement.ts';
import { inert } from '../../src/views/escape.ts';
import { forcedLines } from '../../src/views/forced-lines.ts';
import { homeView } from '../../src/views/home-view.ts';
import type { MessageView } from '../../src/views/message.ts';
import { noticeModal } from '../../src/views/notice-modal.ts';
import { outsideModal } from '../../src/views/outside-modal.ts';
import { ownActionsMessage, ownActionsModal } from '../../src/views/own-actions.ts';
import { reasonModal } from '../../src/views/reason-modal.ts';
import { releaseCard } from '../../src/views/release-card.ts';
import { roleModal } from '../../src/views/role-modal.ts';
import { signOffModal, staleModal } from '../../src/views/sign-off-modal.ts';
import { takeOutModal } from '../../src/views/take-out-modal.ts';
import { threadMessage } from '../../src/views/thread-message.ts';
import { waiveModal } from '../../src/views/waive-modal.ts';
import { windowAnnouncement } from '../../src/views/window-announcement.ts';
import { windowModal } from '../../src/views/window-modal.ts';
import { withdrawModal } from '../../src/views/withdraw-modal.ts';
import { sha } from '../release/given.ts';
import { githubUrl } from './billing.ts';
import { extremeRelease, textOf } from './extreme.ts';
import { flawsOfHome, flawsOfMessage, flawsOfModal } from './read.ts';

const runs = { numRuns: 60 };

function messagesOf(release: Release): readonly MessageView[] {
  return release.outbox.flatMap((message) => threadMessage(release, message, githubUrl) ?? []);
}

/** What people are told of such a release, and of a dozen of them in one morning. */
function toPeople(release: Release): readonly MessageView[] {
  const cardUrl = 'https://acme.slack.com/archives/C0BACKEND/p1700000000000000';
  const people = [...[...waitedFor(release).keys()].slice(0, 2), 'U0NOBODY'];
  const many = Array.from({ length: 12 }, () => ({ release, cardUrl }));
  return people.flatMap((person, n) => {
    const steps = waitsFor(release, person).map(({ planned }) => planned.id);
    return [
      directMessage(release, person, cardUrl),
      directReply(release, person, steps) ?? [],
      ownActionsMessage(release, person, cardUrl),
      n === 0 ? digestMessage(many, person) : [],
    ].flat();
  });
}

function windowsOf(release: Release) {
  return release.plan.flatMap((planned) => (planned.kind === 'window' ? [{ planned }] : []));
}

/** What channels are told of windows. */
function windowMessages(release: Release): readonly MessageView[] {
  return windowsOf(release).flatMap(({ planned: { id } }) =>
    [0, 1, 2, 3].flatMap((news) => windowAnnouncement(release, id, news) ?? []),
  );
}

function modalsOf(release: Release): readonly ModalView[] {
  const step = 'checklist-lead';
  const pages = Array.from({ length: pagesOf(release, step) }, (_, page) =>
    checklistModal(release, step, { page, drawn: release.version, notice: 'No.', githubUrl }),
  );
  const details = Array.from({ length: Math.ceil(release.plan.length / 30) }, (_, page) =>
    detailsModal(release, page, githubUrl),
  );
  const signOff = signOffModal(release, 'sign-off-lead', githubUrl);
  const viewer = {
    person: 'U0LEAD1',
    revokes: true,
    turned: [inert('<!channel>')],
    again: 1,
    comment: 'x'.repeat(1000),
  };
  const again = signOffModal(release, 'sign-off-lead', githubUrl, viewer);
  const stale = staleModal(release, { release: release.id, step: 'sign-off-lead', subject: sha('a') }, githubUrl);
  return [
    ...pages,
    ...details,
    ...(signOff === undefined ? [] : [signOff]),
    stale,
    outsideModal(release, currentSteps(release)),
    noticeModal('Slipway', inert(JSON.stringify(release.playbook.stages))),
    reasonModal('pause', release, 'x'),
    waiveModal(release, currentSteps(release)),
    ...release.plan.slice(-1).flatMap((planned) => announcementModal(release, planned) ?? []),
    ...windowsOf(release).map(({ planned }) => windowModal(release, planned, { notice: 'No.' })),
    reasonModal('cancel', release),
    withdrawModal(release, redeploymentOf(release, nothingSince)),
    ...(changesToTakeOut(release).length === 0 ? [] : [takeOutModal(release, 1)]),
    ...Object.keys(release.playbook.roles).map((role) => roleModal(release, role)),
    ...Object.values(release.roles).flatMap((people) => people.slice(0, 1).map((one) => delegateModal(release, one))),
    ...[release.starter, 'U0LEAD0'].map((person) => ownActionsModal(release, person, undefined)),
    reasonModal('repin', release, 'x'),
    chosenStepModal('breakGlass', release, currentSteps(release)),
    chosenStepModal('review', release, currentSteps(release).slice(0, 1), forcedLines(release)),
    ...(again === undefined ? [] : [again]),
  ];
}

/** The Home of somebody for whom all of 60 such releases wait. */
function homeOf(release: Release): HomeView {
  const { semver, status, startedAt, component } = release;
  const cardUrl = 'https://acme.slack.com/archives/C0BACKEND/p1700000000000000';
  const listed = { component: component.name, semver, status, startedAt, channel: component.channel, cardUrl };
  const one = { shown: { ...listed, summary: summaryOf(release) }, whole: release };
  const running = Array.from({ length: 60 }, () => one);
  return homeView({
    person: 'U0LEAD0',
    running,
    at: startedAt,
    zone: 'Etc/UTC',
    command: '/release',
    components: {},
    own: [component.name, ...Array.from({ length: 30 }, (_, n) => `other-${n}`)],
  });
}

/** Every text in which Slack would interpret markup. */
function interpreted(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(interpreted);
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'type' in value && value.type === 'mrkdwn' && 'text' in value && typeof value.text === 'string' ? [value.text] : [];
  return [...own, ...Object.values(value).flatMap(interpreted)];
}

const harm = [
  /<!(?!date\^)/,
  /<@U0HOSTILE/,
  /<https:\/\/evil\.example\|/,
  /(^|[^\u200B])\*x\*/,
  /^&gt;/m,
  /`code`/,
  /@channel/,
];

function expectHarmless(texts: readonly string[]): void {
  for (const text of texts) for (const pattern of harm) expect(text).not.toMatch(pattern);
}

describe('at the ends of what people may write', () => {
  it('every message is one that Slack takes, with a text for phones', () => {
    fc.assert(
      fc.property(extremeRelease, (release) => {
        const card = releaseCard(release, githubUrl);
        expect(card.blocks.length).toBeLessThanOrEqual(10);
        for (const message of [card, ...messagesOf(release)]) {
          expect(flawsOfMessage(message)).toEqual([]);
          expect(message.text).toContain(release.semver);
        }
        for (const message of windowMessages(release)) expect(flawsOfMessage(message)).toEqual([]);
        for (const message of toPeople(release)) expect(flawsOfMessage(message)).toEqual([]);
      }),
      runs,
    );
  });

  it('every modal is one that Slack takes', () => {
    fc.assert(
      fc.property(extremeRelease, (release) => {
        for (const modal of modalsOf(release)) expect(flawsOfModal(modal)).toEqual([]);
      }),
      runs,
    );
  });

  it('every Home is one that Slack takes', () => {
    fc.assert(
      fc.property(extremeRelease, (release) => {
        expect(flawsOfHome(homeOf(release))).toEqual([]);
      }),
      runs,
    );
  });

  it('nothing that was typed shouts, mentions, links or formats', () => {
    fc.assert(
      fc.property(extremeRelease, (release) => {
        const messages = [
          releaseCard(release, githubUrl),
          ...messagesOf(release),
          ...toPeople(release),
          ...windowMessages(release),
        ];
        expectHarmless([...messages.map((m) => m.text), ...messages.flatMap((m) => interpreted(m.blocks))]);
        expectHarmless([...modalsOf(release), homeOf(release)].flatMap((view) => interpreted(view.blocks)));
      }),
      runs,
    );
  });

  it('an announcement with any notes is one that Slack takes', () => {
    fc.assert(
      fc.property(extremeRelease, textOf(3000), fc.array(textOf(400), { maxLength: 200 }), (release, title, lines) => {
        const notes = [
          '## Features',
          ...lines.map((line) => `- **billing:** ${line} ([#12](https://github.com/acme/billing/pull/12))`),
        ].join('\n');
        const say = '<component> <version>: <pr.title>';
        const values = { component: 'billing', version: '1.5.0', 'pr.title': title };
        const written = writtenAnnouncement(release, { say, values, notes });
        const message = announcement(release, written);
        expect(flawsOfMessage(message)).toEqual([]);
        expectHarmless([message.text, ...interpreted(message.blocks)]);
        const shown = editableText(written.text);
        expect(editedText(written.text, say, shown)).toBe(written.text.trim());
        const edited = editedText(written.text, say, `${title}\n${lines.join('\n')}`);
        expect(edited).not.toMatch(/[<>]|@channel/);
      }),
      runs,
    );
  });

  it('every item of a checklist is on one of its pages', () => {
    fc.assert(
      fc.property(extremeRelease, (release) => {
        const step = plannedStep(release, 'checklist-lead')?.step;
        const items = step !== undefined && 'checklist' in step ? step.items.length : 0;
        const shown = modalsOf(release)
          .filter((modal) => modal.callback_id === 'checklist')
          .flatMap((modal) =>
            modal.blocks.flatMap((b) => (b.block_id?.startsWith('tick:') === true ? [b.block_id] : [])),
          );
        expect(new Set(shown).size).toBe(items);
      }),
      runs,
    );
  });
});
