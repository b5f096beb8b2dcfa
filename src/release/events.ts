import { z } from 'zod';
import { answer } from './answers.ts';
import { bumpKind, playbookSchema } from './playbook.ts';

const text = z.string();
const person = z.string().min(1).describe("A Slack user id, or 'slipway'");
const sha = z.string().regex(/^[0-9a-f]{40}$/);
/** What a step found out or made, for later steps: `pr.url`, `merged.sha`. No secrets: facts are shown and logged. */
export const facts = z.record(z.string(), z.string());
export type Facts = z.infer<typeof facts>;

/** How a finished step came about: Slipway made it, found it made by hand, or a person completed it outside with evidence. */
export const how = z.enum(['made', 'adopted', 'outside']);
/** What a check or a waiting action was last read as. */
export const outcome = z.enum(['pass', 'wait', 'fail', 'unavailable']);
export type Outcome = z.infer<typeof outcome>;
export const decision = z.enum(['approve', 'reject', 'changes']);
export type Decision = z.infer<typeof decision>;

const component = z.strictObject({
  name: text,
  repository: text.describe('owner/name'),
  channel: text,
  values: z.record(text, text).describe("The component's own placeholders, from slipway.yml"),
  announcements: z.record(text, text).describe('Channel ids by the names that announce: uses'),
  github: z.record(text, text).describe('GitHub logins by Slack user id'),
});
export type Component = z.infer<typeof component>;

const tick = z.strictObject({ ticked: z.boolean(), evidence: text.exactOptional() });
export type Tick = z.infer<typeof tick>;

/** Everything that can happen to a release: the words of the audit. Past tense; each is one fact. */
export const releaseEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ReleaseStarted'),
    by: person,
    component,
    playbook: playbookSchema.describe('Pinned: later edits of the file do not reach a running release'),
    playbookDigest: text,
    bump: bumpKind,
    version: text,
    previousTag: text.exactOptional(),
    answers: z.record(text, answer),
    roles: z.record(text, z.array(person)).describe('Who fills each role'),
    changes: z.strictObject({ commits: z.int(), pullRequests: z.int(), head: sha.exactOptional() }),
    targetAt: z.iso.datetime().exactOptional(),
  }),
  z.strictObject({
    type: z.literal('StepRead'),
    step: text,
    outcome,
    sentence: text,
    link: text.exactOptional(),
    facts: facts.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('StepCompleted'),
    step: text,
    how,
    by: person.exactOptional(),
    sentence: text,
    link: text.exactOptional(),
    facts: facts.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('StepFailed'),
    step: text,
    sentence: text,
    remedy: text,
    link: text.exactOptional(),
  }),
  z.strictObject({ type: z.literal('StepRetried'), step: text, by: person }),
  z.strictObject({ type: z.literal('ChecklistSaved'), step: text, by: person, ticks: z.record(text, tick) }),
  z.strictObject({
    type: z.literal('SignOffGiven'),
    step: text,
    by: person,
    decision,
    comment: text.exactOptional(),
    subject: sha.describe('The head commit that the signer was shown'),
  }),
  z.strictObject({
    type: z.literal('HeadMoved'),
    step: text,
    from: sha,
    to: sha,
    sentence: text,
    link: text.exactOptional(),
    facts,
    merged: z.boolean().exactOptional().describe('It was merged by hand as well: the checks of its branch are past'),
  }),
  z.strictObject({ type: z.literal('DeployRequested'), step: text, by: person }),
  z.strictObject({ type: z.literal('ReleasePaused'), by: person, reason: text, step: text.exactOptional() }),
  z.strictObject({ type: z.literal('ReleaseResumed'), by: person }),
  z.strictObject({ type: z.literal('ReleaseCancelled'), by: person, reason: text }),
  z.strictObject({ type: z.literal('ReleaseClosed') }),
  z.strictObject({ type: z.literal('DeadlinePassed'), step: text, times: z.int() }),
  z.strictObject({
    type: z.literal('StatusMirrored'),
    sha,
    state: text,
    description: text,
    refused: text.exactOptional().describe('Why GitHub does not let it be set'),
  }),
  z.strictObject({ type: z.literal('MessagePosted'), message: text, channel: text, ts: text }),
  z.strictObject({ type: z.literal('MessageDropped'), message: text, because: text }),
  z.strictObject({
    type: z.literal('AttemptRefused'),
    by: person,
    attempted: text,
    code: text,
    step: text.exactOptional(),
  }),
]);
export type ReleaseEvent = z.output<typeof releaseEvent>;
export type ReleaseStarted = Extract<ReleaseEvent, { type: 'ReleaseStarted' }>;
