import type { App } from '@slack/bolt';
import { z } from 'zod';
import { againMessage } from '../views/again-message.ts';
import { inert } from '../views/escape.ts';
import { answerOf, type Door } from './door.ts';
import { commandPayload } from './payloads.ts';
import { runLine } from './release-command.ts';
import type { ActionContext, Story } from './story.ts';
import { troubleSentence } from './trouble.ts';
import type { Word } from './word.ts';

/** The button under "the form could not be opened in time"; its value holds the line. */
export const againAction = 'line:again';

interface Line {
  readonly command: string;
  readonly text: string;
  readonly person: string;
  readonly channel: string;
  readonly triggerId: string;
  readonly responseUrl: string;
}

/** Runs a line and answers whatever becomes of it. Never throws. */
async function answered(door: Door, words: readonly Word[], line: Line): Promise<void> {
  const respond = async (message: Parameters<typeof answerOf>[0], visible?: 'only-you' | 'all'): Promise<void> =>
    await door.respond(line.responseUrl, answerOf(message, visible));
  try {
    await runLine(words, line.text, {
      command: line.command,
      person: line.person,
      channel: line.channel,
      triggerId: line.triggerId,
      cause: `slack:${line.triggerId}`,
      respond,
      async open(view) {
        const opened = await door.modals.open(line.triggerId, view);
        if (opened.kind === 'expired') await respond(againMessage(againAction, `${line.command} ${line.text}`.trim()));
        return opened;
      },
    });
  } catch (error) {
    door.log.error({ err: error, line: line.text, person: line.person }, 'A command failed');
    await respond(inert(troubleSentence(error, door.storeDown)));
  }
}

/** Listens to the slash command, under whatever name the app has it. */
export function listenToLines(app: App, door: Door, words: readonly Word[]): void {
  app.command(/./, async ({ ack, body }) => {
    await ack();
    const read = commandPayload.parse(body);
    try {
      const barred = await door.gate({ person: read.user_id, team: read.team_id, wants: 'look' });
      if (barred !== undefined) return await door.respond(read.response_url, answerOf(barred));
      await answered(door, words, {
        command: read.command,
        text: read.text.trim(),
        person: read.user_id,
        channel: read.channel_id,
        triggerId: read.trigger_id,
        responseUrl: read.response_url,
      });
    } catch (error) {
      door.log.error({ err: error, person: read.user_id }, 'A command could not be answered');
    }
  });
}

const line = z.object({ line: z.string().max(500) });

/** Runs a line again from its button, whose click has a fresh trigger. */
export function againStory(words: readonly Word[]): Story {
  async function again(asked: ActionContext): Promise<void> {
    const { line: typed } = line.parse(JSON.parse(asked.value));
    const [command = '', ...rest] = typed.split(' ');
    const channel = asked.message?.channel;
    if (channel === undefined) throw new Error(`${againAction} was clicked outside of a message.`);
    await runLine(words, rest.join(' '), { ...asked, command, channel });
  }
  return { actions: { [againAction]: again } };
}
