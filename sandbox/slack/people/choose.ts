import { z } from 'zod';
import type { Interactive } from '../block-kit/blocks.ts';
import type { Option } from '../block-kit/composition.ts';
import { channelByName } from '../state/channels.ts';
import type { Person } from '../state/entities.ts';
import { createFile, fileJson } from '../state/files.ts';
import type { StateValue } from '../state/input-state.ts';
import { personByName } from '../state/people.ts';
import { NotPossible } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import { localTime } from './local-time.ts';

/** What a person puts into an input: text, option text or value, name, ISO date; a list where several fit; null empties. */
export type Wanted = unknown;

const listOf = (wanted: Wanted): unknown[] => (Array.isArray(wanted) ? wanted : isEmpty(wanted) ? [] : [wanted]);
const isEmpty = (wanted: Wanted) => wanted === null || wanted === undefined || wanted === '';
const textOf = (wanted: Wanted) => (isEmpty(wanted) ? null : String(wanted));

/** Turns what a person wants into the input's value; refuses what the input does not offer. */
export function valueFor(workspace: Workspace, person: Person, element: Interactive, wanted: Wanted): StateValue {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'url_text_input':
    case 'email_text_input':
      return { type: element.type, value: textOf(wanted) };
    case 'static_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: isEmpty(wanted) ? null : optionOf(optionsOf(element), wanted) };
    case 'multi_static_select':
    case 'checkboxes': {
      const chosen = listOf(wanted).map((one) => optionOf(optionsOf(element), one));
      return { type: element.type, selected_options: atMost(element, inOrder(element, chosen)) };
    }
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return namesFor(workspace, element, listOf(wanted));
    case 'datepicker':
      return { type: element.type, selected_date: matching(wanted, /^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-01-31') };
    case 'timepicker':
      return {
        type: element.type,
        selected_time: matching(wanted, /^([01]\d|2[0-3]):[0-5]\d$/, 'a time like 14:30'),
        ...(element.timezone === undefined ? {} : { timezone: element.timezone }),
      };
    case 'datetimepicker':
      return { type: element.type, selected_date_time: isEmpty(wanted) ? null : localTime(wanted, person.tz) };
    case 'file_input':
      return { type: element.type, files: filesFor(workspace, person, element, listOf(wanted)) };
    case 'rich_text_input':
      return isEmpty(wanted) ? { type: element.type } : { type: element.type, rich_text_value: typed(String(wanted)) };
    default:
      throw new NotPossible(`nobody can fill a ${element.type}`);
  }
}

function typed(text: string) {
  const section = { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] };
  return { type: 'rich_text' as const, elements: [section] };
}

/** The options of a menu, checkboxes or radio buttons, grouped ones included. */
function optionsOf(element: Interactive): readonly Option[] {
  if ('options' in element && element.options !== undefined) return element.options;
  if ('option_groups' in element) return element.option_groups?.flatMap((group) => group.options) ?? [];
  return [];
}

const exactly = z.strictObject({ value: z.string() });

/** The option that a person means by its text or its value; by `{ value }` it is that one. */
export function optionOf(options: readonly Option[], wanted: Wanted): Option {
  const chosen = exactly.safeParse(wanted).data;
  if (chosen !== undefined) {
    const meant = options.find(({ value }) => value === chosen.value);
    if (meant === undefined) throw new NotPossible('that option is no longer offered');
    return meant;
  }
  const found =
    options.find((option) => option.text.text === wanted) ?? options.find((option) => option.value === String(wanted));
  if (found !== undefined) return found;
  throw new NotPossible(`no option "${String(wanted)}"; there are: ${options.map((one) => one.text.text).join(', ')}`);
}

/** Checkboxes report in the order of the options, menus in the order of choosing. */
function inOrder(element: Interactive, chosen: readonly Option[]): Option[] {
  if (element.type !== 'checkboxes') return [...chosen];
  return element.options.filter((option) => chosen.includes(option));
}

function atMost<T>(element: Interactive, chosen: readonly T[]): readonly T[] {
  const limit = 'max_selected_items' in element ? element.max_selected_items : undefined;
  if (limit !== undefined && chosen.length > limit) throw new NotPossible(`only ${limit} may be selected`);
  return chosen;
}

function matching(wanted: Wanted, pattern: RegExp, what: string): string | null {
  const text = textOf(wanted);
  if (text !== null && !pattern.test(text)) throw new NotPossible(`"${text}" is not ${what}`);
  return text;
}

type NameElement = Extract<
  Interactive,
  {
    type:
      | 'users_select'
      | 'multi_users_select'
      | 'conversations_select'
      | 'multi_conversations_select'
      | 'channels_select'
      | 'multi_channels_select';
  }
>;

function namesFor(workspace: Workspace, element: NameElement, wanted: readonly unknown[]): StateValue {
  const several = element.type.startsWith('multi_');
  if (!several && wanted.length > 1) throw new NotPossible('only one may be selected');
  const users = () => wanted.map((name) => personByName(workspace, String(name)).id);
  const channels = () => wanted.map((name) => channelByName(workspace, String(name)));
  const open = () => {
    const closed = channels().find((channel) => channel.kind !== 'public');
    if (closed !== undefined)
      throw new NotPossible(`#${closed.name} is not public: a channels select does not offer it`);
    return channels().map(({ id }) => id);
  };
  const conversations = () => channels().map(({ id }) => id);
  switch (element.type) {
    case 'users_select':
      return { type: element.type, selected_user: users()[0] ?? null };
    case 'multi_users_select':
      return { type: element.type, selected_users: atMost(element, users()) };
    case 'conversations_select':
      return { type: element.type, selected_conversation: conversations()[0] ?? null };
    case 'multi_conversations_select':
      return { type: element.type, selected_conversations: atMost(element, conversations()) };
    case 'channels_select':
      return { type: element.type, selected_channel: open()[0] ?? null };
    case 'multi_channels_select':
      return { type: element.type, selected_channels: atMost(element, open()) };
  }
}

const largestFile = 100 * 1024 * 1024; // file_input: 100 MB a file

function filesFor(
  workspace: Workspace,
  person: Person,
  element: Extract<Interactive, { type: 'file_input' }>,
  wanted: readonly unknown[],
): Record<string, unknown>[] {
  if (wanted.length > (element.max_files ?? 10)) throw new NotPossible(`only ${element.max_files ?? 10} files fit`);
  return wanted.map((one) => {
    if (typeof one !== 'object' || one === null || !('name' in one))
      throw new NotPossible('a file is { name, content } or { name, base64 }');
    const content =
      'base64' in one
        ? Buffer.from(String(one.base64), 'base64')
        : Buffer.from('content' in one ? String(one.content) : '');
    const name = String(one.name);
    const type = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    if (element.filetypes !== undefined && !element.filetypes.includes(type)) {
      throw new NotPossible(`files of type ${type} are not taken here`);
    }
    if (content.length > largestFile) throw new NotPossible('a file may have 100 MB');
    const file = createFile(workspace, { name, size: content.length, user: person.id });
    file.content = content;
    file.complete = true;
    return fileJson(workspace, file);
  });
}
