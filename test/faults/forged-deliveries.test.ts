import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { lenaSigns } from '../journeys/acts.ts';
import { reachesSignOff } from '../journeys/stages.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type ByHand, byHand } from './rig/by-hand.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { readLog } from './rig/read-log.ts';

// Slack signs what it delivers, but a workspace's people choose what is in it as far as their client lets them, and a
// leaked signing secret lets anybody choose all of it. Who may do what is decided from the user id against the role.

const shown = z.object({ release: z.string(), step: z.string(), subject: z.string() });
const submission = z.looseObject({
  user: z.looseObject({ id: z.string(), team_id: z.string() }),
  view: z.looseObject({ private_metadata: z.string(), callback_id: z.string(), hash: z.string() }),
});

let fleet: Fleet;
let hand: ByHand;
/** Lena's own submission of the sign-off, as Slack delivered it. */
let genuine: z.output<typeof submission>;
let about: z.output<typeof shown>;
let forged = 0;

beforeAll(async () => {
  fleet = await startFleet({ store: storeKind });
  hand = await byHand(fleet);
  await reachesSignOff(fleet);
  const lena = fleet.person('lena');
  await lena.clicks('Review and sign', { in: backend });
  await lena.sees('modal', 'I reviewed the aggregated commits');
  await lena.fills({ 'Your decision': 'Ask for changes', Comment: 'Name the canary.' });
  expect(await lena.submits()).toEqual({ kind: 'closed' });
  const deliveries = await fleet.slack.deliveries();
  genuine = submission.parse(deliveries.findLast(({ name }) => name === 'view_submission')?.payload);
  about = shown.parse(JSON.parse(genuine.view.private_metadata));
});
afterAll(async () => {
  await hand?.close();
  await fleet?.dispose();
});

interface Forgery {
  readonly by?: string;
  readonly team?: string;
  readonly form?: string;
  /** private_metadata, as it is or with these in place of what Slipway wrote. */
  readonly metadata?: string | object;
  /** Of the form and of its private_metadata, where it is another commit than Lena was shown. */
  readonly subject?: string;
  readonly decision?: string;
  /** In place of `state.values`. */
  readonly values?: unknown;
}

/** An approval with every box ticked, but for what is forged. */
function approval(forgery: Forgery): object {
  forged += 1;
  const { by = 'U0LENA', team = 'T0SLIPWAY', form = 'sign-off', metadata = {}, decision = 'approve' } = forgery;
  const commit = (forgery.subject ?? about.subject).slice(0, 7);
  const values = forgery.values ?? {
    [`confirm:0:${commit}`]: { confirm: { type: 'checkboxes', selected_options: [{ value: '0' }, { value: '1' }] } },
    [`decision:${commit}`]: { decision: { type: 'radio_buttons', selected_option: { value: decision } } },
    comment: { comment: { type: 'plain_text_input', value: null } },
  };
  const text =
    typeof metadata === 'string'
      ? metadata
      : JSON.stringify({ ...about, subject: forgery.subject ?? about.subject, ...metadata });
  return {
    ...genuine,
    user: { ...genuine.user, id: by, username: 'lena', name: 'lena', team_id: team },
    view: { ...genuine.view, callback_id: form, hash: `forged.${forged}`, private_metadata: text, state: { values } },
  };
}

const submits = (forgery: Forgery) => hand.interaction(approval(forgery));

/** A click in a message, as Slack would deliver it; resolves to what the person alone is told. */
async function clicks(by: string, action: string, value: string): Promise<string> {
  forged += 1;
  const answer = hand.answer();
  const payload = {
    ...genuine,
    type: 'block_actions',
    view: undefined,
    user: { ...genuine.user, id: by },
    trigger_id: `forged.${forged}`,
    response_url: answer.url,
    container: { type: 'message', message_ts: '1.1', channel_id: 'C0BACKEND' },
    channel: { id: 'C0BACKEND' },
    actions: [{ action_id: action, type: 'button', value, action_ts: '1.1' }],
  };
  expect(await hand.interaction(payload)).toEqual({ status: 200, text: '' });
  return await answer.text;
}

let seen = 0;
/** What was recorded since it was asked for last. */
async function news(): Promise<readonly ReleaseEvent[]> {
  const all = (await readLog(fleet)).map(({ event }) => event);
  const since = all.slice(seen);
  seen = all.length;
  return since;
}

const other = 'a'.repeat(40);

it('an approval of somebody who may not sign is denied with a sentence and recorded, whoever it claims to be', async () => {
  const only = 'Only the role Backend lead may sign this.';
  const denied: readonly (readonly [Forgery, string])[] = [
    [{ by: 'U0MARIA' }, only], // who started it
    [{ by: 'U0ANA' }, only], // who wrote it
    [{ by: 'U0BEN' }, only],
    [{ by: 'U0OMAR' }, only], // of another role
    [{ by: 'U0BEN', metadata: { by: 'U0LENA', person: 'U0LENA', user: { id: 'U0LENA' } } }, only],
    [{ by: 'U0GUEST' }, 'Guests cannot use Slipway.'],
    [{ by: 'U0GONE' }, 'This account is deactivated in Slack'],
    [{ by: 'U0OUTSIDE', team: 'T0PARTNER' }, 'You belong to another workspace.'],
    [{ by: 'U0OUTSIDE' }, 'You belong to another workspace.'], // says that it is ours
    [{ by: 'U0LENA', team: 'T0PARTNER' }, 'You belong to another workspace.'],
    [{ by: 'U0NOBODY' }, 'Slack does not know you in this workspace'],
    [{ subject: other }, 'so *nothing was signed*'],
  ];
  for (const [forgery, sentence] of denied) {
    const { status, text } = await submits(forgery);
    expect({ status, text }, JSON.stringify(forgery)).toEqual({ status: 200, text: expect.stringContaining(sentence) });
  }
  const attempts = (await news()).flatMap((event) =>
    event.type === 'AttemptRefused'
      ? [`${event.by} ${event.attempted} ${event.step === about.step} ${event.code}`]
      : [],
  );
  expect(attempts).toEqual([
    'U0MARIA SignOff true not_entitled',
    'U0ANA SignOff true not_entitled',
    'U0BEN SignOff true not_entitled',
    'U0OMAR SignOff true not_entitled',
    'U0BEN SignOff true not_entitled',
    'U0GUEST sign-off true guest',
    'U0GONE sign-off true deactivated',
    'U0OUTSIDE sign-off true outsider',
    'U0OUTSIDE sign-off true outsider',
    'U0LENA sign-off true outsider',
    'U0NOBODY sign-off true unknown',
    'U0LENA SignOff true stale_subject',
  ]);
});

it('what is altered beyond recognition is answered with a sentence and does nothing', async () => {
  const altered: readonly Forgery[] = [
    { metadata: { release: 'billing-9.9.9-abcdef' } },
    { metadata: { release: "' or 1=1 --" } },
    { metadata: { release: '' } },
    { metadata: { step: 'merged' } },
    { metadata: { step: 'expectations' } },
    { metadata: { step: 'no-such-step' } },
    { metadata: { step: '__proto__' } },
    { metadata: { subject: about.subject.slice(0, 7) } },
    { metadata: { subject: { $ne: '' } } },
    { metadata: '' },
    { metadata: 'null' },
    { metadata: '[]' },
    { metadata: '{"release":' },
    { metadata: '"'.repeat(3000) },
    { metadata: '[['.repeat(1500) },
    { metadata: '{"__proto__":{"release":"x"},"constructor":{"prototype":{}}}' },
    { decision: 'approved' },
    { decision: '__proto__' },
    { values: {} },
    { values: { [`decision:${about.subject.slice(0, 7)}`]: { decision: { selected_option: { value: 'approve' } } } } },
    { values: { [`decision:${other.slice(0, 7)}`]: { decision: { selected_option: { value: 'approve' } } } } },
    { values: { [`decision:${about.subject.slice(0, 7)}`]: [] } },
    { form: 'sign-off ' },
    { form: 'constructor' },
    { form: 'outside' },
    { form: 'start' },
    { form: 'checklist' },
    { form: 'pause', by: 'U0BEN' },
    { form: 'cancel', by: 'U0BEN' },
  ];
  for (const forgery of altered) {
    const { status, text } = await submits(forgery);
    expect(status, `${JSON.stringify(forgery)}: ${text}`).toBe(200);
    expect(text, JSON.stringify(forgery)).toContain('response_action'); // an empty answer would close the form as done
  }
  const after = (await news()).map(({ type }) => type);
  expect(after.filter((type) => !['AttemptRefused', 'StepRead', 'MessagePosted'].includes(type))).toEqual([]);
});

it('buttons whose value is forged do nothing for whoever may not, and name nothing else for whoever may', async () => {
  const { release, step } = about;
  const value = (target: object) => JSON.stringify({ release, ...target });
  const denied: readonly (readonly [string, string, string, string])[] = [
    ['U0BEN', 'deploy:start', value({ step: 'deployed', attempt: 0 }), 'The turn of this step has not come'],
    ['U0OMAR', 'deploy:start', value({ step: 'deployed', attempt: 99 }), 'The turn of this step has not come'],
    ['U0OMAR', 'deploy:start', value({ step }), 'Slipway no longer knows this deployment'],
    ['U0OMAR', 'deploy:start', value({ step: '__proto__' }), 'Slipway no longer knows this deployment'],
    ['U0OMAR', 'deploy:start', value({ release: 'other' }), 'no longer knows the release of this button'],
    ['U0OMAR', 'deploy:start', 'garbage', 'no longer knows the release of this button'],
    ['U0BEN', 'sign-off:open', value({ step }), 'Only the role Backend lead may sign this.'],
    ['U0LENA', 'sign-off:open', value({ step: 'deployed' }), 'no longer knows this sign-off'],
    ['U0BEN', 'resume:now', value({}), 'Only those who run this release may do that.'],
    ['U0MARIA', 'resume:now', value({}), 'The release is not paused.'],
    ['U0BEN', 'retry:step', value({ step }), 'Nothing of this release has failed'],
    ['U0BEN', 'pause:open', value({}), 'Only those who run this release may do that.'],
    ['U0BEN', 'card:more', value({ do: 'cancel:open' }), 'Only those who run this release may do that.'],
    ['U0BEN', 'card:more', value({ do: 'constructor' }), 'This button is of another version'],
    ['U0MARIA', '__proto__', value({}), 'This button is of another version'],
    ['U0GUEST', 'deploy:start', value({ step: 'deployed', attempt: 0 }), 'Guests cannot use Slipway.'],
  ];
  for (const [by, action, text, sentence] of denied)
    expect(await clicks(by, action, text), `${by} ${action} ${text}`).toContain(sentence);
  const after = await news();
  const attempts = after.filter(({ type }) => type === 'AttemptRefused');
  expect(attempts).toContainEqual(
    expect.objectContaining({ by: 'U0GUEST', attempted: 'deploy:start', step: 'deployed', code: 'guest' }),
  );
  expect(
    after.map(({ type }) => type).filter((type) => type === 'DeployRequested' || type === 'ReleaseResumed'),
  ).toEqual([]);
});

it('after all of it nothing is done, and the one who may sign still can', async () => {
  expect(await fleet.billing.refs('refs/tags/v1.5.0')).toEqual([]);
  await lenaSigns(fleet);
  const events = (await readLog(fleet)).map(({ event }) => event);
  expect(events.filter(({ type }) => type === 'SignOffGiven')).toEqual([
    expect.objectContaining({ by: 'U0LENA', decision: 'changes', subject: about.subject }),
    expect.objectContaining({ by: 'U0LENA', decision: 'approve', subject: about.subject }),
  ]);
  const refused = await fleet.slack.refusals();
  expect(refused.map(({ where, error }) => `${where} ${error}`)).toEqual(['users.info user_not_found']); // U0NOBODY
});
