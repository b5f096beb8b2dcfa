import type { Execute } from '../execute.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Person, Release } from '../release/release.ts';
import { waitsFor } from '../release/waits-for.ts';
import { directMessage } from '../views/direct-message.ts';
import type { MessageView } from '../views/message.ts';
import type { Log } from './log.ts';

/** Versions of releases, by their ids. */
type WrittenFrom = Readonly<Record<string, number>>;

interface Direct {
  readonly channel: string;
  readonly ts: string;
  /** What it was written from: where an earlier try had posted it, what that try knew. */
  readonly from: WrittenFrom | undefined;
}

export interface WriteToPersonPorts {
  readonly execute: Execute;
  readonly log: Log;
  readonly slack: {
    /** Posts to a person, once for a key, and names the conversation; throws Outage or RefusedOutside. */
    postTo(direct: {
      readonly person: Person;
      readonly message: MessageView;
      readonly key: string;
      readonly from: WrittenFrom;
    }): Promise<Direct>;
    /** What an earlier try posted to a person under this key; posts nothing. Throws Outage or RefusedOutside. */
    earlierTo(direct: { readonly person: Person; readonly key: string }): Promise<Direct | undefined>;
    /** Posts once for a key, whoever calls it and however often; throws Outage or RefusedOutside. */
    post(post: {
      readonly channel: string;
      readonly thread?: string | undefined;
      readonly message: MessageView;
      readonly key: string;
      readonly from: WrittenFrom | undefined;
    }): Promise<Pick<Direct, 'ts' | 'from'>>;
    /** Throws Outage or RefusedOutside. */
    update(message: { readonly channel: string; readonly ts: string; readonly message: MessageView }): Promise<void>;
  };
  /** The address of a message in Slack. */
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
}

/** What no try brings to this person. Everything else (a token, a scope, a setting) people can put right: it stays owed. */
export const unreachable = new Set([
  'cannot_dm_bot',
  'channel_not_found',
  'invalid_blocks',
  'is_inactive',
  'message_not_found',
  'msg_too_long',
  'thread_not_found',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
]);

/** The address of the release's card; undefined before it stands. */
export function cardUrlOf({ messageUrl }: Pick<WriteToPersonPorts, 'messageUrl'>, release: Release) {
  const card = release.posted['card'];
  return card === undefined ? undefined : messageUrl(card);
}

/** Who cannot be reached is chased in the thread alone: the release must not wait for it. */
export async function orUnreachable(
  { execute, log }: Pick<WriteToPersonPorts, 'execute' | 'log'>,
  release: Release,
  person: Person,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !unreachable.has(error.code)) throw error;
    log.warn({ err: error, release: release.id, person, remedy: error.remedy }, 'a person cannot be written to');
    const because = `${error.message} ${error.remedy}`;
    await execute(release.id, { type: 'RecordDirectDropped', person, because });
  }
}

/** Posts a person's message. Where nothing waits for them any more, only looks for what a try whose end is unknown posted. */
async function begun({ slack, ...ports }: WriteToPersonPorts, release: Release, person: Person) {
  const to = { person, key: `${release.id}.to.${person}` };
  if (waitsFor(release, person).length === 0) return await slack.earlierTo(to);
  const message = directMessage(release, person, cardUrlOf(ports, release));
  return await slack.postTo({ ...to, message, from: { [release.id]: release.version } });
}

/**
 * Brings a person's one message about the release up to date; posts it where there is none yet. What an earlier try
 * posted counts as of the version that it says: what came since is owed still.
 */
export async function writeToPerson(ports: WriteToPersonPorts, release: Release, person: Person): Promise<void> {
  const { execute, slack } = ports;
  const { id, version } = release;
  const posted = release.chased[person]?.message;
  await orUnreachable(ports, release, person, async () => {
    if (posted !== undefined) {
      await slack.update({ ...posted, message: directMessage(release, person, cardUrlOf(ports, release)) });
      await execute(id, { type: 'RecordDirectUpdate', person, version });
      return;
    }
    const direct = await begun(ports, release, person);
    if (direct === undefined) {
      await execute(id, { type: 'RecordDirectMoot', person, version });
      return;
    }
    const { channel, ts, from } = direct;
    await execute(id, { type: 'RecordDirectMessage', person, channel, ts, version: from?.[id] ?? version });
  });
}
