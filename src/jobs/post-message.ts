import type { Execute } from '../execute.ts';
import { pagedFor } from '../release/entitlement.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Message, Release } from '../release/release.ts';
import type { MessageView } from '../views/message.ts';
import { threadMessage } from '../views/thread-message.ts';
import type { Log } from './log.ts';

interface PostMessagePorts {
  readonly execute: Execute;
  readonly log: Log;
  readonly slack: {
    /** Posts once for a key, whoever calls it and however often; throws Outage or RefusedOutside. */
    post(post: {
      readonly channel: string;
      readonly thread?: string | undefined;
      readonly message: MessageView;
      readonly key: string;
      /** Also shown in the channel itself, where it is a thread's. */
      readonly broadcast?: boolean;
    }): Promise<{ readonly ts: string }>;
  };
  /** Where people see repositories, such as https://github.com. */
  readonly githubUrl: string;
}

function drop(ports: PostMessagePorts, release: Release, message: Message, because: string) {
  return ports.execute(release.id, { type: 'RecordDropped', message: message.id, because });
}

/** What is wrong with the message itself. Everything else (a token, a membership, an archived channel) people can put right: the message stays owed. */
const hopeless = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'message_not_found',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'thread_not_found',
]);

/** What the whole channel is to see: glass that is to be broken, and a failure to which people are called. */
function isLoud(release: Release, { about }: Message): boolean {
  return about.type === 'BreakGlassAsked' || (about.type === 'StepFailed' && pagedFor(release, about.step).length > 0);
}

/** The message as it reads now. One that cannot be written, by a mistake of ours, is dropped and logged: those behind it matter too. */
async function written(ports: PostMessagePorts, release: Release, message: Message) {
  try {
    return threadMessage(release, message, ports.githubUrl);
  } catch (error) {
    ports.log.error({ err: error, release: release.id, message: message.id }, 'message cannot be written');
    await drop(ports, release, message, 'It could not be written: the log of the worker says why.');
    return 'unwritable';
  }
}

/**
 * Pays the first message that the release owes: the card into its channel, everything else into the card's thread.
 * What Slack refuses for good, and an ask that is moot by now, is dropped with its reason: it must not hold back those behind it.
 */
export async function postMessage(ports: PostMessagePorts, release: Release): Promise<void> {
  const [first] = release.outbox;
  if (first === undefined) return;
  const message = await written(ports, release, first);
  if (message === 'unwritable') return;
  if (message === undefined) {
    await drop(ports, release, first, 'It was done before it could be asked for.');
    return;
  }
  const card = release.posted['card']; // absent where Slack refused it: then the channel itself reads the timeline
  const channel = card?.channel ?? release.component.channel;
  const to = { channel, key: `${release.id}.${first.id}`, message };
  try {
    const { ts } = await ports.slack.post(
      card === undefined ? to : { ...to, thread: card.ts, broadcast: isLoud(release, first) },
    );
    await ports.execute(release.id, { type: 'RecordPosted', message: first.id, channel, ts });
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !hopeless.has(error.code)) throw error;
    ports.log.error({ err: error, release: release.id, message: first.id, remedy: error.remedy }, 'message dropped');
    await drop(ports, release, first, `${error.message} ${error.remedy}`);
  }
}
