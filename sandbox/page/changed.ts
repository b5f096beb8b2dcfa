import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { GitHubClient } from '../github/client.ts';
import type { Changes } from '../slack/state/changes.ts';
import type { Changed } from './contract.ts';

const againMs = 1000;
const heartbeatMs = 15_000; // so that a browser notices a server that is gone

/** Tells every open page that something changed, as server-sent events. */
export interface Announcements {
  /** Keeps a response open and writes each change into it. */
  readonly follow: (response: ServerResponse) => void;
  readonly stop: () => void;
}

interface Sources {
  readonly slack: Changes;
  readonly github: Pick<GitHubClient, 'changes'>;
}

/** Follows the local Slack and the local GitHub for all pages together. */
export function announcements({ slack, github }: Sources): Announcements {
  const open = new Set<ServerResponse>();
  const stopped = new AbortController();
  let now: Changed = { slack: slack.count(), github: 0 };

  const tell = (response: ServerResponse): void => void response.write(`data: ${JSON.stringify(now)}\n\n`);
  function changed(next: Changed): void {
    if (next.slack === now.slack && next.github === now.github) return;
    now = next;
    for (const response of open) tell(response);
  }

  /** One look at a time, until the page stops; a look that fails is tried again a little later. */
  async function follow(look: () => Promise<Changed>): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        changed(await look());
      } catch (error) {
        if (stopped.signal.aborted) return;
        console.error('the page looks again for changes in a second:', error);
        await setTimeout(againMs, undefined, { signal: stopped.signal }).catch(() => undefined); // stopped meanwhile
      }
    }
  }
  void follow(async () => {
    const count = await slack.after(now.slack, heartbeatMs);
    return { ...now, slack: count };
  });
  void follow(async () => {
    const news = await github.changes(now.github, heartbeatMs);
    return { ...now, github: news.at(-1)?.id ?? now.github };
  });
  const beat = setInterval(() => {
    for (const response of open) response.write(':\n\n');
  }, heartbeatMs);

  return {
    follow(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 500\n\n');
      open.add(response);
      response.once('close', () => open.delete(response));
      tell(response);
    },
    stop() {
      stopped.abort();
      clearInterval(beat);
      for (const response of open) response.end();
    },
  };
}
