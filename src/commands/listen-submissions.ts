import type { App, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { holdsToken, tokenSentence } from '../release/token-shapes.ts';
import { inert } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { readTarget } from '../views/target.ts';
import type { Visitor } from './access.ts';
import type { Door } from './door.ts';
import { inPlaceOf, isFromHome } from './from-home.ts';
import { inTime } from './in-time.ts';
import type { ShowHome } from './listen-home.ts';
import { homeOf, submissionPayload } from './payloads.ts';
import type { Answer, ShownView, Story } from './story.ts';
import { troubleSentence } from './trouble.ts';

type Submissions = NonNullable<Story['submissions']>;
type Submission = z.output<typeof submissionPayload>;

const answerWithin = 2700; // Slack waits 3 s
const late = 'This takes longer than Slack waits, and goes on. Look at the channel before you try again.';

/** What Slack understands of an answer to a modal; nothing closes it. */
function acknowledgement(view: ShownView, answer: Answer): ViewResponseAction | undefined {
  switch (answer.kind) {
    case 'close':
      return undefined;
    case 'clear':
      return { response_action: 'clear' };
    case 'errors':
      return { response_action: 'errors', errors: { ...answer.errors } };
    case 'update':
      return { response_action: 'update', view: inPlaceOf(view, answer.view) };
    case 'push':
      return { response_action: 'push', view: answer.view };
  }
}

function isInput(block: KnownBlock): block is Extract<KnownBlock, { type: 'input' }> {
  return block.type === 'input' && typeof block.block_id === 'string';
}

/** A sentence where nothing that was entered is lost: at the first field, or on top of a modal that has none. */
function said(view: ShownView, sentence: string): Answer {
  const field = view.blocks.find(isInput)?.block_id;
  if (field !== undefined) return { kind: 'errors', errors: { [field]: sentence } };
  return { kind: 'push', view: noticeModal('Slipway', inert(sentence)) };
}

const typedValues = z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.string().nullish() })));

/** The fields into which somebody typed a token, by accident: their block ids. */
function fieldsWithTokens({ values }: ShownView): readonly string[] {
  const fields = Object.entries(typedValues.safeParse(values).data ?? {});
  return fields.flatMap(([block, elements]) =>
    Object.values(elements).some(({ value }) => holdsToken(value ?? '')) ? [block] : [],
  );
}

/** Never throws. */
async function submitted(
  door: Door,
  submissions: Submissions,
  payload: Submission,
  visitor: Omit<Visitor, 'wants'>,
): Promise<Answer> {
  const { view } = payload;
  const handle = Object.hasOwn(submissions, view.callbackId) ? submissions[view.callbackId] : undefined;
  try {
    // A modal that stays open can be sent again after it changed; the same state of it only once.
    const cause = `slack:${view.id}.${view.hash}`;
    const barred = await door.gate({ ...visitor, wants: 'act' });
    if (barred !== undefined) {
      if (handle !== undefined)
        await door.recordBarred({ ...visitor, attempted: view.callbackId, about: view.privateMetadata, cause });
      return { kind: 'update', view: noticeModal('Slipway', barred) };
    }
    if (handle === undefined) return said(view, 'This form is of another version of Slipway. Open it again.');
    const tokens = fieldsWithTokens(view);
    if (tokens.length > 0)
      return { kind: 'errors', errors: Object.fromEntries(tokens.map((field) => [field, tokenSentence])) };
    return await handle({ person: visitor.person, triggerId: payload.trigger_id, cause, view });
  } catch (error) {
    const release = readTarget(view.privateMetadata)?.release;
    door.log.error({ err: error, release, view: view.callbackId, person: visitor.person }, 'A submission failed');
    return said(view, troubleSentence(error, door.storeDown));
  }
}

/** Listens to submitted modals. Each is answered within Slack's 3 seconds, whatever happens. */
export function listenToSubmissions(app: App, door: Door, submissions: Submissions, showHome: ShowHome): void {
  app.view<ViewSubmitAction>({ callback_id: /^/, type: 'view_submission' }, async ({ ack, body }) => {
    const payload = submissionPayload.parse(body);
    const { view } = payload;
    const visitor = { person: payload.user.id, team: homeOf(payload) };
    const answer = submitted(door, submissions, payload, visitor);
    const told = acknowledgement(view, (await inTime(answer, answerWithin)) ?? said(view, late));
    await (told === undefined ? ack() : ack(told));
    if (isFromHome(view) && (await answer).kind !== 'errors') await showHome(visitor);
  });
  app.view({ callback_id: /^/, type: 'view_closed' }, async ({ ack }) => await ack());
}
