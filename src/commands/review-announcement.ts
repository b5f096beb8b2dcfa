import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { plannedStep, stepState } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import {
  announcementIds,
  announcementModal,
  longestAnnouncement,
  readAnnouncementForm,
} from '../views/announcement-modal.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { clickedRelease } from './clicked-release.ts';
import { showModal } from './show-modal.ts';
import type { ActionContext, Answer, Story, SubmissionContext } from './story.ts';

interface Ports {
  readonly execute: Execute;
  nameOf(person: string): string;
}

const unknown = 'Slipway no longer knows this announcement. The release card shows what is waited for.';

async function opened(ports: Ports, asked: ActionContext): Promise<void> {
  const clicked = await clickedRelease(ports.execute, asked);
  if (clicked === undefined) return;
  const { release, planned } = clicked;
  if (planned === undefined) return await asked.respond(unknown);
  const { attempt } = stepState(release, planned.id);
  const decided = decidePerson(release, { type: 'PostAnnouncement', step: planned.id, by: asked.person, attempt });
  if (isRefusal(decided)) return await asked.respond(refusedText(decided, release, planned.id));
  const modal = announcementModal(release, planned);
  if (modal === undefined) return await asked.respond(unknown);
  await showModal(asked, modal);
}

/** A no stands at the text, so that nothing typed is lost: it can be copied, or sent again. */
const wrong = (sentence: string): Answer => ({ kind: 'errors', errors: { [announcementIds.text]: sentence } });

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  const planned = release === undefined || target?.step === undefined ? undefined : plannedStep(release, target.step);
  if (release === undefined || planned === undefined || target?.attempt === undefined)
    return { kind: 'update', view: noticeModal('Review and post', unknown) };
  const { text, length } = readAnnouncementForm(release, planned, asked.view.values);
  if (length > longestAnnouncement)
    return wrong(
      `As Slack counts it this text has ${length} characters, and ${longestAnnouncement} at most fit. Shorten it.`,
    );
  const { attempt } = target;
  const command = { type: 'PostAnnouncement' as const, step: planned.id, by: asked.person, attempt, text };
  const executed = await ports.execute(release.id, command, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  return wrong(refusedPlain(executed.refusal, ports.nameOf, executed.release ?? release, planned.id));
}

/** A role reads an announcement before it is posted, edits its text if need be, and posts it: by the button of the card or the ask. */
export function reviewAnnouncementStory(ports: Ports): Story {
  return {
    opens: { [actionIds.reviewAnnouncement]: (asked) => opened(ports, asked) },
    submissions: { [announcementIds.view]: (asked) => submitted(ports, asked) },
  };
}
