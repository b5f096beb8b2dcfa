import type { App } from '@slack/bolt';
import { z } from 'zod';
import { holdsToken, tokenSentence } from '../release/token-shapes.ts';
import { againMessage } from '../views/again-message.ts';
import { inert } from '../views/escape.ts';
import { type AckedAnswer, answerWithAck } from './answer-with-ack.ts';
import { answerOf, type Door } from './door.ts';
import { commandPayload } from './payloads.ts';
import { doesOf, runLine } from './release-command.ts';
import type { ActionContext, Story } from './story.ts';
import { troubleSentence } from './trouble.ts';
import type { Word } from './word.ts';

/** The button under "the form could not be opened in time"; its value holds the line. */
export const againAction = 'line:again';

/** How long Slack's wait for the acknowledgement is used for the answer of a word that only looks. */
const answerWithinMs = 1000;
/** Lines that are run side by side; who types one more is told so. */
const mostLines = 100;
/** Characters of a line that failed which the log keeps. */
const mostLogged = 200;
const busy = 'Slipway is asked more than it can answer at this moment, so nothing was done. Try again in a moment.';

interface Line {
  readonly command: string;
  readonly text: string;
  readonly person: string;
  readonly channel: string;
  readonly triggerId: string;
}

/** Runs a line and answers whatever becomes of it. Never throws. */
async function answered(door: Door, words: readonly Word[], line: Line, answer: AckedAnswer): Promise<void> {
  const respond = async (message: Parameters<typeof answerOf>[0], visible?: 'only-you' | 'all'): Promise<void> =>
    await answer.respond(answerOf(message, visible));
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
    door.log.error({ err: error, line: line.text.slice(0, mostLogged), person: line.person }, 'A command failed');
    await respond(inert(troubleSentence(error, door.storeDown)));
  }
}

/** Listens to the slash command, under whatever name the app has it. */
export function listenToLines(app: App, door: Door, words: readonly Word[]): void {
  let running = 0;
  app.command(/./, async ({ ack, body }) => {
    if (running >= mostLines) return await ack(busy);
    running += 1;
    try {
      const read = commandPayload.parse(body);
      const respond = (answer: ReturnType<typeof answerOf>) => door.respond(read.response_url, answer);
      const answer = answerWithAck({ ack, respond }, answerWithinMs);
      await lineTyped(door, words, read, body, answer).finally(() => answer.settle());
    } catch (error) {
      door.log.error({ err: error }, 'A command could not be answered');
    } finally {
      running -= 1;
    }
  });
}

async function lineTyped(
  door: Door,
  words: readonly Word[],
  read: z.output<typeof commandPayload>,
  body: unknown,
  answer: AckedAnswer,
): Promise<void> {
  if (holdsToken(read.text)) return await answer.respond(answerOf(tokenSentence));
  const does = doesOf(words, read.text);
  if (does !== 'looks') {
    await answer.settle(); // a form may have to open, and its trigger is short-lived: nobody waits for anything
    if (!(await door.isNew(body))) return;
  }
  const wants = does === 'records' ? 'act' : 'look';
  const barred = await door.gate({ person: read.user_id, team: read.team_id, wants });
  if (barred !== undefined) return await answer.respond(answerOf(barred));
  const line = {
    command: read.command,
    text: read.text.trim(),
    person: read.user_id,
    channel: read.channel_id,
    triggerId: read.trigger_id,
  };
  await answered(door, words, line, answer);
}

const line = z.object({ line: z.string().max(2000) });

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
