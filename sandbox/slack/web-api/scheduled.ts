import { post } from '../state/messages.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import { destination, threadOf } from './chat.ts';
import { readContent, readMetadata } from './message-content.ts';
import type { Method } from './method.ts';

const furthest = 120 * 24 * 60 * 60; // seconds: 120 days ahead
const within = 5 * 60; // seconds: 30 messages per 5 minutes and channel
const mostWithin = 30;
const longest = 40_000;
const longestTimer = 2 ** 31 - 1;

/** Scheduled messages of one local Slack; `stop` drops the timers. */
export function scheduling() {
  const due: { readonly channel: string; readonly at: number }[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const scheduleMessage: Method = {
    scopes: ['chat:write'],
    tier: 3,
    run: (workspace, args) => {
      const channel = destination(workspace, args.text('channel'));
      const at = Number(args.text('post_at'));
      const now = Math.floor(workspace.now() / 1000);
      if (!Number.isInteger(at)) throw new SlackError('invalid_time');
      if (at <= now) throw new SlackError('time_in_past');
      if (at > now + furthest) throw new SlackError('time_too_far');
      const near = due.filter((one) => one.channel === channel.id && Math.abs(one.at - at) < within).length;
      if (near >= mostWithin) throw new SlackError('restricted_too_many');
      const content = readContent(workspace, args, longest);
      const threadTs = threadOf(workspace, channel, args);
      due.push({ channel: channel.id, at });
      // The real Slack accepts a message that carries metadata and then never posts it.
      if (readMetadata(args) === undefined) {
        later(workspace, at, () => post(workspace, { channel, user: workspace.bot.userId, ...content, threadTs }));
      }
      const { botId } = workspace.bot;
      const message = { type: 'delayed_message', text: content.text, bot_id: botId, user: workspace.bot.userId };
      return { channel: channel.id, scheduled_message_id: workspace.ids.next('Q'), post_at: at, message };
    },
  };

  function later(workspace: Workspace, at: number, act: () => void): void {
    const wait = Math.min(Math.max(0, at * 1000 - workspace.now()), longestTimer);
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (workspace.now() < at * 1000) later(workspace, at, act);
      else act();
    }, wait);
    timers.add(timer.unref());
  }

  return {
    methods: { 'chat.scheduleMessage': scheduleMessage },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
