import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { announcement, writtenIn } from './announcement.ts';
import { context, plain, section } from './blocks.ts';
import { editableText, editedText } from './edited-announcement.ts';
import { inertLine } from './escape.ts';
import { targetText } from './target.ts';

export const announcementIds = { view: 'announcement', text: 'text' } as const;
/** Characters of the text, as it is typed and as it is posted: a section of a message holds no more. */
export const longestAnnouncement = 3000;

/** Shows where an announcement goes and how it will read, lets its text be edited, and posts it. undefined before it is written. */
export function announcementModal(release: Release, planned: PlannedStep): ModalView | undefined {
  const state = stepState(release, planned.id);
  const written = writtenIn(state);
  if (written === undefined || !('announce' in planned.step)) return undefined;
  const channel = release.component.announcements[planned.step.announce];
  const to = channel === undefined ? inertLine(planned.step.announce, 60) : `<#${channel}>`;
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const notes = written.notes === undefined ? '' : ' The notes below it are posted with it, as they are.';
  return {
    type: 'modal',
    callback_id: announcementIds.view,
    private_metadata: targetText({ release: release.id, step: planned.id, attempt: state.attempt }),
    title: plain('Review and post', 24),
    submit: plain('Post', 24),
    close: plain('Not now', 24),
    blocks: [
      section(`*${inertLine(titleOf(release, planned), 160)}* of *${what}* goes to ${to}. It reads:`),
      { type: 'divider' },
      ...(announcement(release, written).blocks ?? []),
      { type: 'divider' },
      {
        type: 'input',
        block_id: announcementIds.text,
        label: plain('The text that is posted', 100),
        hint: plain('Mentions and links work only where the playbook has them; *bold* and _italic_ do.', 150),
        element: {
          type: 'plain_text_input',
          action_id: announcementIds.text,
          multiline: true,
          max_length: longestAnnouncement,
          initial_value: editableText(written.text),
        },
      },
      context(`Post sends what stands in this field.${notes} Your name goes into the record.`),
    ],
  };
}

const typed = z.object({
  [announcementIds.text]: z.object({ [announcementIds.text]: z.object({ value: z.string().nullish() }) }),
});

/** The text as it was typed; undefined where it was left as it was shown. And how long it is as it would be posted. */
export function readAnnouncementForm(
  release: Release,
  planned: PlannedStep,
  values: unknown,
): { readonly text: string | undefined; readonly length: number } {
  const text = typed.safeParse(values).data?.[announcementIds.text][announcementIds.text].value ?? '';
  const shown = writtenIn(stepState(release, planned.id))?.text ?? '';
  if (text.trim().replaceAll('\r\n', '\n') === editableText(shown).trim())
    return { text: undefined, length: shown.length };
  const say = 'announce' in planned.step ? planned.step.say : '';
  return { text, length: editedText(shown, say, text).length };
}
