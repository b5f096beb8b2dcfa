import { slashCommand } from '../delivery/payloads.ts';
import { parseJson } from '../http/read-body.ts';
import { type ShownMessage, showMessage } from '../shown/shown.ts';
import { channelOf, directMessages } from '../state/channels.ts';
import type { Channel, Person } from '../state/entities.ts';
import { messageAt, post } from '../state/messages.ts';
import { refused } from '../state/refused.ts';
import { NotPossible, SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import { respond } from '../web-api/responses.ts';
import type { Sandbox } from './sandbox.ts';

/** What comes of typing. */
export interface Typed {
  readonly ok: boolean;
  /** What Slack shows, e.g. `/release failed with the error "operation_timeout"`. */
  readonly error?: string;
  /** The message that was posted; none for a command. */
  readonly ts?: string;
  /** What the app answered with its acknowledgement. */
  readonly replies: readonly ShownMessage[];
}

/** What Slack shows in the place of the composer where an app takes no messages: then no command can be typed there either. */
export const turnedOff = 'Sending messages to this app has been turned off.';

export function mayTypeIn({ app }: Workspace, { kind }: Channel): boolean {
  return kind !== 'im' || app.messagesTabWritable;
}

/** Types into a channel, a thread or the conversation with the app (`dm`): a message, a mention or a command. */
export async function types(
  sandbox: Sandbox,
  person: Person,
  where: string,
  text: string,
  thread: string | undefined,
): Promise<Typed> {
  const { workspace } = sandbox;
  if (person.deleted) throw new NotPossible(`${person.name} is deactivated`);
  const isBot = where === `@${workspace.bot.name}`;
  const channel = isBot ? directMessages(workspace, person) : channelOf(workspace, person, where);
  if (!channel.members.has(person.id)) throw new NotPossible(`${person.name} is not in ${where}`);
  if (channel.archived) throw new NotPossible(`${where} is archived`);
  if (!mayTypeIn(workspace, channel)) return { ok: false, error: turnedOff, replies: [] };
  if (text.startsWith('/')) return command(sandbox, person, channel, text, thread);
  if (thread !== undefined) messageAt(workspace, channel.id, thread);
  const message = post(workspace, { channel, user: person.id, text: encoded(workspace, text), threadTs: thread });
  return { ok: true, ts: message.ts, replies: [] };
}

/** What a person typed as Slack keeps it: entities escaped, `@name` and `#channel` as ids, bare addresses as links. */
function encoded(workspace: Workspace, typed: string): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const linked = escaped.replaceAll(/https?:\/\/[^\s]+/g, (address) => `<${address}>`);
  const user = (name: string) => [...workspace.people.values()].find((one) => one.name === name)?.id;
  const group = (handle: string) => [...workspace.groups.values()].find((one) => one.handle === handle)?.id;
  return linked
    .replaceAll(/(?<![\w<])@([a-z0-9][a-z0-9._-]*)/g, (whole, name: string) => {
      if (name === workspace.bot.name) return `<@${workspace.bot.userId}>`;
      const id = user(name);
      if (id !== undefined) return `<@${id}>`;
      const groupId = group(name);
      if (groupId !== undefined) return `<!subteam^${groupId}>`;
      return ['channel', 'here', 'everyone'].includes(name) ? `<!${name}>` : whole;
    })
    .replaceAll(/(?<![\w<&])#([a-z0-9][a-z0-9._-]*)/g, (whole, name: string) => {
      const channel = [...workspace.channels.values()].find((one) => one.name === name);
      return channel === undefined ? whole : `<#${channel.id}|${channel.name}>`;
    });
}

/** A command's text with `should_escape`: names become `<@U…|name>` and `<#C…|name>`. */
function escapedCommand(workspace: Workspace, text: string): string {
  return encoded(workspace, text).replaceAll(/<@(\w+)>/g, (_whole, id: string) => {
    const name = id === workspace.bot.userId ? workspace.bot.name : workspace.people.get(id)?.name;
    return `<@${id}|${name ?? id}>`;
  });
}

async function command(
  sandbox: Sandbox,
  person: Person,
  channel: Channel,
  text: string,
  thread: string | undefined,
): Promise<Typed> {
  const { workspace, delivery } = sandbox;
  const [name = '', ...words] = text.split(' ');
  const declared = workspace.app.command(name);
  const outsider = person.teamId !== workspace.team.id;
  if (declared === undefined || outsider) return failed(`${name} is not a valid command.`);
  if (thread !== undefined) return failed(`${name} is not supported in threads. Sorry!`);
  const rest = words.join(' ').trim();
  const sent = declared.escape ? escapedCommand(workspace, rest) : rest;
  const payload = slashCommand(workspace, person, channel, name, sent);
  const outcome = await delivery.send('slash_commands', name, payload);
  if (!outcome.ok) return failed(`${name} failed with the error "${outcome.error}"`);
  try {
    const reply = answered(workspace, person, channel, outcome.body);
    return { ok: true, replies: reply === undefined ? [] : [reply] };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    refused(workspace, 'ack slash_commands', error, outcome.body);
    return failed(`${name} failed with the error "invalid_command_response"`);
  }
}

const failed = (error: string): Typed => ({ ok: false, error, replies: [] });

function answered(workspace: Workspace, person: Person, channel: Channel, body: unknown): ShownMessage | undefined {
  const given = typeof body === 'string' ? (parseJson(body) ?? body) : body;
  if (given === '' || given === null || given === undefined) return undefined;
  const fields = typeof given === 'object' ? { ...given } : { text: String(given) };
  if (Object.keys(fields).length === 0) return undefined;
  const to = { user: person.id, channel: channel.id, message: undefined };
  const message = respond(workspace, to, fields);
  return message === undefined ? undefined : showMessage({ workspace, person }, message);
}
