import type { App } from '@slack/bolt';
import { RefusedOutside } from '../release/outside-errors.ts';
import { holdsToken, tokenSentence } from '../release/token-shapes.ts';
import { section } from '../views/blocks.ts';
import { inert } from '../views/escape.ts';
import type { MessageView } from '../views/message.ts';
import type { Door } from './door.ts';
import { mentionPayload } from './payloads.ts';
import { doesOf } from './release-command.ts';
import type { MentionContext, Story } from './story.ts';
import { troubleSentence } from './trouble.ts';
import type { Word } from './word.ts';

type Mentioned = NonNullable<Story['events']>['app_mention'];

/** The words after the first mention of somebody, which is the app; what stands before it greets. */
function wordsOf(text: string): readonly string[] {
  const said = text.replace(/^.*?<@[A-Z0-9]+(?:\|[^>]*)?>/s, '');
  const plain = said.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return plain.split(/\s+/).filter((word) => word !== '');
}

/** Answers the person alone; where Slack does not show that to them, in the thread, once. */
function answerer(
  door: Door,
  to: { readonly channel: string; readonly person: string; readonly ts: string; readonly thread: string | undefined },
) {
  let answers = 0;
  return async (said: MessageView | string): Promise<void> => {
    const message = typeof said === 'string' ? { text: said, blocks: [section(...said.split('\n'))] } : said;
    const { channel, person, ts, thread } = to;
    answers += 1;
    try {
      await door.posts.ephemeral({ channel, person, message, thread });
    } catch (error) {
      if (!(error instanceof RefusedOutside)) throw error;
      await door.posts.post({ channel, thread: thread ?? ts, message, key: `mention.${channel}.${ts}.${answers}` });
    }
  };
}

async function answered(
  door: Door,
  handle: Mentioned,
  records: boolean,
  team: string | undefined,
  asked: MentionContext,
) {
  try {
    const barred = await door.gate({ person: asked.person, team, wants: records ? 'act' : 'look' });
    if (barred !== undefined) return await asked.respond(barred);
    if (asked.words.some((word) => holdsToken(word))) return await asked.respond(tokenSentence);
    await handle?.(asked);
  } catch (error) {
    door.log.error({ err: error, person: asked.person, channel: asked.channel }, 'A mention failed');
    await asked.respond(inert(troubleSentence(error, door.storeDown)));
  }
}

/** Listens to mentions of the app. Slack tells of them as events, which carry no trigger: no form can open. */
export function listenToMentions(app: App, door: Door, words: readonly Word[], handle: Mentioned): void {
  app.event('app_mention', async ({ body }) => {
    const { team_id: team, event } = mentionPayload.parse(body);
    if (event.user === undefined || event.bot_id !== undefined) return; // an app, which nobody answers
    try {
      if (!(await door.isNew(body))) return;
      const { user: person, channel, ts, thread_ts: thread } = event;
      const said = wordsOf(event.text);
      const records = doesOf(words, said.join(' ')) === 'records';
      const cause = `slack:mention.${channel}.${ts}`;
      const respond = answerer(door, { channel, person, ts, thread });
      await answered(door, handle, records, event.user_team ?? team ?? undefined, {
        person,
        cause,
        triggerId: '',
        channel,
        thread,
        words: said,
        respond,
      });
    } catch (error) {
      door.log.error({ err: error, person: event.user }, 'A mention could not be answered');
    }
  });
}
