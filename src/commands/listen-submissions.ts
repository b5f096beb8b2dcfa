import type { App, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { inert } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import type { Door } from './door.ts';
import { inTime } from './in-time.ts';
import { homeOf, submissionPayload } from './payloads.ts';
import type { Answer, ShownView, Story } from './story.ts';
import { troubleSentence } from './trouble.ts';

type Submissions = NonNullable<Story['submissions']>;

const answerWithin = 2700; // Slack waits 3 s

/** What Slack understands of an answer; nothing closes the modal. */
function acknowledgement(answer: Answer): ViewResponseAction | undefined {
  switch (answer.kind) {
    case 'close':
      return undefined;
    case 'clear':
      return { response_action: 'clear' };
    case 'errors':
      return { response_action: 'errors', errors: { ...answer.errors } };
    default:
      return { response_action: answer.kind, view: answer.view };
  }
}

function isInput(block: KnownBlock): block is Extract<KnownBlock, { type: 'input' }> {
  return block.type === 'input' && typeof block.block_id === 'string';
}

/** A sentence where nothing that was typed is lost: at the first field, or a notice where the modal has none. */
function said(view: ShownView, sentence: string): Answer {
  const field = view.blocks.find(isInput)?.block_id;
  if (field !== undefined) return { kind: 'errors', errors: { [field]: sentence } };
  return { kind: 'update', view: noticeModal('Slipway', inert(sentence)) };
}

async function submitted(door: Door, submissions: Submissions, body: unknown): Promise<Answer> {
  const payload = submissionPayload.parse(body);
  const { view, user } = payload;
  const handle = Object.hasOwn(submissions, view.callbackId) ? submissions[view.callbackId] : undefined;
  const answer = async (): Promise<Answer> => {
    try {
      const barred = await door.gate({ person: user.id, team: homeOf(payload), wants: 'act' });
      if (barred !== undefined) return { kind: 'update', view: noticeModal('Slipway', barred) };
      if (handle === undefined) return said(view, 'This form is of another version of Slipway. Open it again.');
      // A modal that stays open can be sent again after it changed; the same state of it only once.
      const cause = `slack:${view.id}.${view.hash}`;
      return await handle({ person: user.id, triggerId: payload.trigger_id, cause, view });
    } catch (error) {
      door.log.error({ err: error, view: view.callbackId, person: user.id }, 'A submission failed');
      return said(view, troubleSentence(error, door.storeDown));
    }
  };
  const late = 'This takes longer than Slack waits, and goes on. Look at the channel before you try again.';
  return (await inTime(answer(), answerWithin)) ?? said(view, late);
}

/** Listens to submitted modals. Each is answered within Slack's 3 seconds, whatever happens. */
export function listenToSubmissions(app: App, door: Door, submissions: Submissions): void {
  app.view<ViewSubmitAction>({ callback_id: /^/, type: 'view_submission' }, async ({ ack, body }) => {
    const answer = acknowledgement(await submitted(door, submissions, body));
    await (answer === undefined ? ack() : ack(answer));
  });
  app.view({ callback_id: /^/, type: 'view_closed' }, async ({ ack }) => await ack());
}
