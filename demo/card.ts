import type { PersonClient } from '../sandbox/slack/person-client.ts';
import type { ShownMessage } from '../sandbox/slack/shown/shown.ts';
import { home } from './scene.ts';

/** One thing that a release waits for, as its card says it. */
export interface CardLine {
  /** `👤 Waiting`, `🔴 Red`, `❌ Failed` … */
  readonly mark: string;
  readonly title: string;
  /** Who may bring it further; nobody where a machine works on it. */
  readonly people: readonly string[];
  /** All of it, and what was last read. */
  readonly text: string;
}

/** The release card as people see it. */
export interface Card {
  readonly ts: string;
  /** Such as `billing 1.5.0`. */
  readonly what: string;
  readonly state: 'running' | 'paused' | 'released' | 'cancelled';
  /** Such as `2 of 5: Release pull request`; none once it is over. */
  readonly stage: string | undefined;
  readonly waiting: readonly CardLine[];
  readonly message: ShownMessage;
}

const states = { '🟢': 'running', '⏸️': 'paused', '🏁': 'released', '🚫': 'cancelled' } as const;

function lineOf(text: string): CardLine {
  const [, mark = '', title = '', on = ''] = /^([^:]+): \*(.+?)\*(?: · on ([^·\n]+))?/.exec(text) ?? [];
  const people = [...on.matchAll(/@([a-z0-9._-]+)/g)].map(([, name = '']) => name);
  return { mark, title, people, text };
}

/** The lines under “Waiting for”; what is set in belongs to the line before. */
function waitingIn(rendered: string): readonly CardLine[] {
  const [, after = ''] = rendered.split('*Waiting for*\n');
  const lines: string[] = [];
  for (const line of after.split('\n')) {
    if (/^(🔗|📖|\[)/u.test(line)) break;
    if (/^\s/.test(line)) lines.push(`${lines.pop() ?? ''}\n${line}`);
    else lines.push(line);
  }
  return lines.filter((line) => line !== '').map(lineOf);
}

/** Whether a message is a release card: Slipway's, and no reply. */
export function isCard({ user, thread_ts: thread, ephemeral, rendered }: ShownMessage): boolean {
  return user === 'slipway' && thread === undefined && !ephemeral && cardState(rendered) !== undefined;
}

function cardState(rendered: string): Card['state'] | undefined {
  const word = /^\*(🟢|⏸️|🏁|🚫) /mu.exec(rendered)?.[1];
  return Object.entries(states).find(([mark]) => mark === word)?.[1];
}

/** The newest release card of the home channel. */
export async function readCard(reader: PersonClient): Promise<Card | undefined> {
  const message = (await reader.channel(home)).findLast(isCard);
  const state = message === undefined ? undefined : cardState(message.rendered);
  if (message === undefined || state === undefined) return undefined;
  return {
    ts: message.ts,
    what: message.rendered.split(' · ')[0] ?? '',
    state,
    stage: /stage (\d+ of \d+: \*.+?\*)/.exec(message.rendered)?.[1]?.replaceAll('*', ''),
    waiting: waitingIn(message.rendered),
    message,
  };
}
