import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentSteps, plannedStep, type Release } from '../../src/release/release.ts';
import { announcement } from '../../src/views/announcement.ts';
import { checklistModal, pagesOf } from '../../src/views/checklist-modal.ts';
import { detailsModal } from '../../src/views/details-modal.ts';
import { inert } from '../../src/views/escape.ts';
import type { MessageView } from '../../src/views/message.ts';
import { noticeModal } from '../../src/views/notice-modal.ts';
import { outsideModal } from '../../src/views/outside-modal.ts';
import { reasonModal } from '../../src/views/reason-modal.ts';
import { releaseCard } from '../../src/views/release-card.ts';
import { signOffModal, staleModal } from '../../src/views/sign-off-modal.ts';
import { threadMessage } from '../../src/views/thread-message.ts';
import { sha } from '../release/given.ts';
import { githubUrl } from './billing.ts';
import { extremeRelease, textOf } from './extreme.ts';
import { flawsOfMessage, flawsOfModal } from './read.ts';

const runs = { numRuns: 60 };

function messagesOf(release: Release): readonly MessageView[] {
  return release.outbox.flatMap((message) => threadMessage(release, message, githubUrl) ?? []);
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
  const stale = staleModal(release, { release: release.id, step: 'sign-off-lead', subject: sha('a') }, githubUrl);
  return [
    ...pages,
    ...details,
    ...(signOff === undefined ? [] : [signOff]),
    stale,
    outsideModal(release, currentSteps(release)),
    noticeModal('Slipway', inert(JSON.stringify(release.playbook.stages))),
    reasonModal('pause', release, 'x'),
    reasonModal('cancel', release),
  ];
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

  it('nothing that was typed shouts, mentions, links or formats', () => {
    fc.assert(
      fc.property(extremeRelease, (release) => {
        const messages = [releaseCard(release, githubUrl), ...messagesOf(release)];
        expectHarmless([...messages.map((m) => m.text), ...messages.flatMap((m) => interpreted(m.blocks))]);
        expectHarmless(modalsOf(release).flatMap((modal) => interpreted(modal.blocks)));
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
        const message = announcement(release, {
          say: '<component> <version>: <pr.title>',
          values: { component: 'billing', version: '1.5.0', 'pr.title': title },
          notes,
        });
        expect(flawsOfMessage(message)).toEqual([]);
        expectHarmless([message.text, ...interpreted(message.blocks)]);
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
