import type { Execute } from '../execute.ts';
import type { Release } from '../release/release.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import { formButtonMessage, howToMessage, pauseButtonMessage } from '../views/mention-message.ts';
import { ownActionsMessage } from '../views/own-actions.ts';
import { againAction } from './listen-lines.ts';
import { runLine } from './release-command.ts';
import type { RunningReleases } from './running-release.ts';
import type { MentionContext, Story } from './story.ts';
import { threadRelease } from './thread-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  slipway(): SlipwayFile;
  /** The address of a message in Slack. */
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
}

/** Words that are not about the release whose thread it is. */
const ofAll = new Set(['start', 'list', 'link', 'unlink', 'help']);

/** Runs the words as the slash command would, about the release of the thread. A form waits behind a button. */
async function runWord(ports: Ports, words: readonly Word[], asked: MentionContext, release: Release): Promise<void> {
  const { commands } = ports.slipway();
  const [first = '', ...rest] = asked.words;
  const word = first.toLowerCase();
  const about = ofAll.has(word) ? rest : [release.component.name, release.semver, ...rest];
  const line = [word, ...about].join(' ');
  const respond = async (message: Parameters<typeof asked.respond>[0]): Promise<void> => await asked.respond(message);
  await runLine(words, line, {
    person: asked.person,
    cause: asked.cause,
    triggerId: '',
    command: commands.release,
    channel: asked.channel,
    respond,
    async open() {
      await asked.respond(formButtonMessage(againAction, `${commands.release} ${line}`));
      return { kind: 'expired' };
    },
  });
}

async function mentioned(ports: Ports, words: readonly Word[], asked: MentionContext): Promise<void> {
  const { channel, thread } = asked;
  const release = thread === undefined ? undefined : await threadRelease(ports, { channel, root: thread });
  if (release === undefined) return await asked.respond(howToMessage(ports.slipway().commands.release));
  const [first = '', ...rest] = asked.words;
  const word = first.toLowerCase();
  if (word === 'pause') {
    const reason = rest.join(' ').replace(/^because\s+/i, '');
    return await asked.respond(pauseButtonMessage(release.id, `${release.component.name} ${release.semver}`, reason));
  }
  if (words.some((one) => one.word === word)) return await runWord(ports, words, asked, release);
  const card = release.posted['card'];
  await asked.respond(
    ownActionsMessage(release, asked.person, card === undefined ? undefined : ports.messageUrl(card)),
  );
}

/**
 * A mention of the app in a release's thread: what it waits for and what the person can do, or a word of the slash command.
 * @param words of all stories
 */
export function mentionStory(ports: Ports & { readonly words: () => readonly Word[] }): Story {
  return { events: { app_mention: (asked) => mentioned(ports, ports.words(), asked) } };
}
