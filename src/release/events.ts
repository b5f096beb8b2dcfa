import { z } from 'zod';
import { answer } from './answers.ts';
import { chaseEvents } from './chase-events.ts';
import { freezeEvents } from './freeze-events.ts';
import { bumpKind, playbookSchema } from './playbook.ts';
import { roleEvents } from './role-events.ts';
import { roleSource } from './role-source.ts';
import { takenBackEvents } from './taken-back-events.ts';
import { windowEvents } from './window-events.ts';

const text = z.string();
const person = z.string().min(1).describe("A Slack user id, or 'slipway'");
const sha = z.string().regex(/^[0-9a-f]{40}$/);
/** What a step found out or made, for later steps: `pr.url`, `merged.sha`. No secrets: facts are shown and logged. */
export const facts = z.record(z.string(), z.string());
export type Facts = z.infer<typeof facts>;

/** How a finished step came about: Slipway made it, found it made by hand, a person completed it outside with evidence, or two people forced it. */
export const how = z.enum(['made', 'adopted', 'outside', 'forced']);
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
  accounts: z
    .record(text, z.array(z.strictObject({ login: text, id: z.int().exactOptional() })))
    .exactOptional()
    .describe('All GitHub accounts that a person is or was known by, where a link was confirmed; with its numeric id'),
});
export type Component = z.infer<typeof component>;

/** What became of an issue that stood in the way: closed as done or as not planned, or left open past this release. */
export const settlement = z.enum(['completed', 'not-planned', 'deferred']);
export type Settlement = z.infer<typeof settlement>;
const settledIssue = z.strictObject({ number: z.int().positive(), title: text, how: settlement, reason: text });

const evidenceFile = z.strictObject({
  id: text.describe('Of Slack'),
  name: text,
  size: z.int().min(0).describe('Bytes'),
});
const tick = z.strictObject({
  ticked: z.boolean(),
  evidence: text.exactOptional(),
  file: evidenceFile.exactOptional(),
});
const job = z.strictObject({ name: text, url: text });
export type FailedJob = z.infer<typeof job>;

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
    sources: z
      .record(text, roleSource)
      .exactOptional()
      .describe('What fills the roles whose people may change meanwhile'),
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
    jobs: z.array(job).exactOptional().describe('Jobs of a workflow that failed, and where their logs are'),
  }),
  z.strictObject({ type: z.literal('StepRetried'), step: text, by: person }),
  z.strictObject({
    type: z.literal('ChecklistSaved'),
    step: text,
    by: person,
    ticks: z.record(text, tick),
    via: z.literal('github').exactOptional().describe('Ticked in the tracking issue, not in Slack'),
  }),
  z.strictObject({
    type: z.literal('EvidenceHashed'),
    step: text,
    item: text,
    file: text,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({
    type: z.literal('EvidenceLost'),
    step: text,
    item: text,
    file: text,
    by: person.describe('Who gave it'),
    sentence: text.describe('Why it could not be read'),
  }),
  z.strictObject({
    type: z.literal('CheckWaived'),
    step: text,
    by: person,
    reason: text,
    said: z
      .strictObject({ outcome, sentence: text, link: text.exactOptional() })
      .exactOptional()
      .describe('What the check last said; absent where it had not been read'),
  }),
  z.strictObject({
    type: z.literal('CheckSeenGreen'),
    step: text,
    before: text.describe('What cannot be taken back, and waited for this look'),
  }),
  z.strictObject({
    type: z.literal('CheckRelapsed'),
    step: text,
    outcome: outcome.exclude(['pass']),
    sentence: text,
    link: text.exactOptional(),
    facts: facts.exactOptional(),
  }),
  z.strictObject({ type: z.literal('CheckRerunAsked'), step: text, by: person }),
  z.strictObject({
    type: z.literal('CheckRerunAnswered'),
    step: text,
    askedBy: person,
    sentence: text,
    link: text.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('SignOffGiven'),
    step: text,
    by: person,
    decision,
    comment: text.exactOptional(),
    subject: sha.describe('The head commit that the signer was shown'),
    for: person.exactOptional().describe('Who holds the role, where a delegate signed'),
  }),
  z.strictObject({
    type: z.literal('HeadMoved'),
    step: text,
    from: sha,
    to: sha,
    sentence: text,
    link: text.exactOptional(),
    facts,
    news: text.exactOptional().describe('First lines of the commits that the old head lacked'),
    merged: z.boolean().exactOptional().describe('It was merged by hand as well: the checks of its branch are past'),
  }),
  z.strictObject({
    type: z.literal('DeployRequested'),
    step: text,
    by: person,
    for: person.exactOptional().describe('Who holds the role, where a delegate pressed Deploy'),
  }),
  z.strictObject({ type: z.literal('IssuesSettled'), step: text, by: person, issues: z.array(settledIssue).min(1) }),
  z.strictObject({ type: z.literal('LessonNoted'), by: person, text }),
  z.strictObject({
    type: z.literal('LessonAdded'),
    lesson: z.int().positive().describe('Which of the lessons noted, from 1: it came after the issue was opened'),
    refused: text.exactOptional().describe('Why GitHub did not take it'),
  }),
  z.strictObject({
    type: z.literal('DeployConfirmed'),
    step: text,
    by: person,
    for: person.exactOptional().describe('Who holds the role, where a delegate confirmed'),
  }),
  z.strictObject({
    type: z.literal('AnnouncementReviewed'),
    step: text,
    by: person.describe('Who had it posted'),
    text: text.exactOptional().describe('As it was edited; absent where it is posted as it was shown'),
  }),
  z.strictObject({ type: z.literal('SignatureRevoked'), step: text, by: person, reason: text }),
  z.strictObject({ type: z.literal('CommitRepinned'), step: text, by: person, reason: text, from: sha }),
  z.strictObject({
    type: z.literal('BreakGlassAsked'),
    step: text,
    by: person,
    reason: text,
    for: person.exactOptional().describe('Who runs the release, where a delegate asked'),
  }),
  z.strictObject({ type: z.literal('BreakGlassConfirmed'), step: text, by: person }),
  z.strictObject({ type: z.literal('ReviewClosed'), step: text, by: person, conclusion: text }),
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
  z.strictObject({
    type: z.literal('TrackingWritten'),
    step: text,
    print: text.describe('Of what Slipway wrote into the tracking issue'),
    refused: text.exactOptional().describe('Why GitHub does not let it be written'),
  }),
  z.strictObject({
    type: z.literal('TrackedTickUndone'),
    step: text.describe('The checklist'),
    item: text,
    ticked: z.boolean().describe('What was wanted'),
    login: text.exactOptional().describe('Who, as far as GitHub says'),
    sentence: text,
  }),
  z.strictObject({ type: z.literal('MessagePosted'), message: text, channel: text, ts: text }),
  z.strictObject({ type: z.literal('MessageDropped'), message: text, because: text }),
  ...chaseEvents,
  ...windowEvents,
  ...roleEvents,
  ...takenBackEvents,
  ...freezeEvents,
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

/** A fact that this version has no word for: a newer one, which runs beside it, has recorded it. */
export class OfNewerVersion extends Error {
  override readonly name = 'OfNewerVersion';
}

/** Reads a stored event. Throws OfNewerVersion for what this version does not know: better no answer than half of one. */
export function readEvent(stored: unknown): ReleaseEvent {
  const read = releaseEvent.safeParse(stored);
  if (read.success) return read.data;
  throw new OfNewerVersion('The log has an event that this version of Slipway does not know.', { cause: read.error });
}
