import type { AnnounceStep } from '../release/playbook-steps.ts';
import { announcement, missingValues, type Written, writtenAnnouncement, writtenIn } from '../views/announcement.ts';
import { editedText } from '../views/edited-announcement.ts';
import type { MessageView } from '../views/message.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from './step-outcome.ts';

export interface AnnounceClient {
  /** Posts once for a key: looks by its metadata for what an earlier try posted. Throws Outage or RefusedOutside. */
  post(post: {
    readonly channel: string;
    readonly message: MessageView;
    readonly key: string;
  }): Promise<{ readonly ts: string }>;
  /** The address of a message. */
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
  listReleases(
    repository: string,
  ): Promise<readonly { readonly tag: string; readonly body: string; readonly draft: boolean }[]>;
}

async function notesOf(client: AnnounceClient, work: StepWork<AnnounceStep>): Promise<string | undefined> {
  if (!work.step.notes) return undefined;
  const releases = await client.listReleases(work.repository);
  const { body } = releases.find((r) => r.tag === work.release.tag && !r.draft) ?? { body: '' };
  return body.trim() === '' ? undefined : body;
}

type Announcing =
  | { readonly kind: 'written'; readonly written: Written }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

/** What is to be posted: as it was reviewed, else as the playbook and the release say it now. */
async function writtenFor(client: AnnounceClient, work: StepWork<AnnounceStep>): Promise<Announcing> {
  const { release, step, state, values } = work;
  const shown = writtenIn(state);
  if (shown !== undefined && state.reviewed !== undefined) {
    const { text } = state.reviewed;
    return {
      kind: 'written',
      written: text === undefined ? shown : { ...shown, text: editedText(shown.text, step.say, text) },
    };
  }
  const missing = missingValues(release, step.say, values);
  if (missing.length > 0)
    return {
      kind: 'told',
      outcome: failed(
        `The announcement names ${missing.map((name) => `<${name}>`).join(', ')}, which this release has no value for.`,
        'Post the announcement by hand and choose “Done outside”, then correct the playbook.',
      ),
    };
  const notes = await notesOf(client, work);
  const written = writtenAnnouncement(release, { say: step.say, values, notes });
  if (step['reviewed-by'] === undefined) return { kind: 'written', written };
  const facts = { draft: written.text, ...(written.notes === undefined ? {} : { notes: written.notes }) };
  return { kind: 'told', outcome: waiting('It is written, and posted once it is reviewed.', undefined, facts) };
}

/**
 * Posts an announcement to its channel, once: the key names the step, not the try, so that a Retry finds an earlier post.
 * One that is reviewed first is only written, and posted when somebody of the role has had it posted.
 */
export async function announce(client: AnnounceClient, work: StepWork<AnnounceStep>): Promise<StepOutcome> {
  const { release, step } = work;
  const channel = release.component.announcements[step.announce];
  if (channel === undefined)
    return failed(
      `slipway.yml named no channel ${step.announce} when this release started.`,
      `Post the announcement by hand and choose “Done outside”; for the next release, put ${step.announce} under channels: in slipway.yml.`,
    );
  const announcing = await writtenFor(client, work);
  if (announcing.kind === 'told') return announcing.outcome;
  const message = announcement(release, announcing.written);
  const { ts } = await client.post({ channel, message, key: `${release.id}.${work.planned.id}` });
  const url = client.messageUrl({ channel, ts });
  return completed('made', `Announced in ${step.announce}.`, url, { url, ts, channel });
}
