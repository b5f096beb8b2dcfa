import type { SlackClient } from '../sandbox/slack/client.ts';

const calmMs = 500; // without a change, what an act set off has been said; what takes longer is told later
const mostMs = 6000;

/** Waits until Slack is calm: so that everybody has read what happened before somebody acts. */
export async function calm(slack: SlackClient): Promise<void> {
  const deadline = Date.now() + mostMs;
  let seen = await slack.changes(-1, 0);
  while (Date.now() < deadline) {
    const now = await slack.changes(seen, calmMs);
    if (now === seen) return;
    seen = now;
  }
}
