import type { Person } from '../state/entities.ts';
import type { Workspace } from '../state/workspace.ts';
import { slackDate } from './slack-date.ts';

/** Who reads, and in which workspace: names, channels and times are shown for them. */
export interface Reader {
  readonly workspace: Workspace;
  readonly person: Person;
}

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** mrkdwn as a person reads it: mentions by name, dates in their zone, links as `label (url)`, entities unescaped. */
export function readMrkdwn(reader: Reader, text: string): string {
  return text
    .split(/(<[^<>\n]+>)/)
    .map((part) =>
      part.startsWith('<') && part.endsWith('>') ? reference(reader, part.slice(1, -1)) : unescaped(part),
    )
    .join('');
}

function reference(reader: Reader, inner: string): string {
  const [target = '', ...rest] = inner.split('|');
  const label = rest.length > 0 ? unescaped(rest.join('|')) : undefined;
  if (target.startsWith('@')) return userName(reader, target.slice(1));
  if (target.startsWith('#')) return channelName(reader, target.slice(1), label);
  if (target.startsWith('!date^')) return dated(reader, target.slice('!date^'.length), label ?? '');
  if (target.startsWith('!subteam^')) return groupName(reader, target.slice('!subteam^'.length), label);
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  const address = unescaped(target);
  return label === undefined || label === address ? address : `${label} (${address})`;
}

/** `@name` of a user id. */
export function userName({ workspace }: Reader, id: string): string {
  if (id === workspace.bot.userId) return `@${workspace.bot.name}`;
  return `@${workspace.people.get(id)?.name ?? id}`;
}

/** `#name` of a channel id. */
export function channelName({ workspace }: Reader, id: string, label?: string): string {
  return `#${workspace.channels.get(id)?.name ?? label ?? id}`;
}

/** `@handle` of a user group's id. */
export function groupName({ workspace }: Reader, id: string, label?: string): string {
  const handle = workspace.groups.get(id)?.handle ?? label ?? id;
  return handle.startsWith('@') ? handle : `@${handle}`;
}

function dated(reader: Reader, spec: string, fallback: string): string {
  const [seconds = '', format = ''] = spec.split('^');
  if (!/^-?\d+$/.test(seconds) || format === '') return fallback;
  return inZone(reader, Number(seconds), format);
}

/** A `<!date>` format filled in for the reader's zone. */
export function inZone({ person, workspace }: Reader, seconds: number, format: string): string {
  return slackDate(format, seconds, { zone: person.tz, now: workspace.now() });
}
