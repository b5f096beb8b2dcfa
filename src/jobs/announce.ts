import type { AnnounceStep } from '../release/playbook-steps.ts';
import { announcement, missingValues } from '../views/announcement.ts';
import type { MessageView } from '../views/message.ts';
import { completed, failed, type StepOutcome, type StepWork } from './step-outcome.ts';

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

/** Posts an announcement to its channel, once: the key names the step, not the try, so that a Retry finds an earlier post. */
export async function announce(client: AnnounceClient, work: StepWork<AnnounceStep>): Promise<StepOutcome> {
  const { release, step, values } = work;
  const channel = release.component.announcements[step.announce];
  if (channel === undefined)
    return failed(
      `slipway.yml named no channel ${step.announce} when this release started.`,
      `Post the announcement by hand and choose “Done outside”; for the next release, put ${step.announce} under channels: in slipway.yml.`,
    );
  const missing = missingValues(release, step.say, values);
  if (missing.length > 0)
    return failed(
      `The announcement names ${missing.map((name) => `<${name}>`).join(', ')}, which this release has no value for.`,
      'Post the announcement by hand and choose “Done outside”, then correct the playbook.',
    );
  const notes = await notesOf(client, work);
  const message = announcement(release, { say: step.say, values, notes });
  const { ts } = await client.post({ channel, message, key: `${release.id}.${work.planned.id}` });
  const url = client.messageUrl({ channel, ts });
  return completed('made', `Announced in ${step.announce}.`, url, { url, ts, channel });
}
