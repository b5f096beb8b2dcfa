import { z } from 'zod';
import type { Message, View } from '../state/entities.ts';
import { stateValues } from '../state/input-state.ts';
import { stateIn } from '../state/message-state.ts';
import { buttonTexts, menuTexts, readBlocks } from './blocks.ts';
import { type Reader, readMrkdwn } from './mrkdwn.ts';

const unknownRecord = z.record(z.string(), z.unknown());

/** A message as one person sees it. */
export const shownMessage = z.object({
  ts: z.string(),
  channel: z.string(),
  /** The author's name; the app's bot has a name too. */
  user: z.string(),
  text: z.string(),
  blocks: z.array(unknownRecord).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: unknownRecord }).optional(),
  thread_ts: z.string().optional(),
  edited: z.boolean(),
  ephemeral: z.boolean(),
  /** Plain text of all that the person reads. */
  rendered: z.string(),
  buttons: z.array(z.string()),
  /** Options of overflow menus. */
  menus: z.array(z.string()),
  files: z.array(z.string()),
});
export type ShownMessage = z.infer<typeof shownMessage>;

/** A modal or Home tab as one person sees it. */
export const shownView = z.object({
  id: z.string(),
  title: z.string(),
  submit: z.string().optional(),
  close: z.string().optional(),
  callback_id: z.string(),
  private_metadata: z.string(),
  hash: z.string(),
  blocks: z.array(unknownRecord),
  /** As `state.values` of a submission. */
  state: z.record(z.string(), z.record(z.string(), unknownRecord)),
  /** By the label of the input. */
  errors: z.record(z.string(), z.string()),
  /** Plain text of everything shown, title and buttons included. */
  text: z.string(),
  buttons: z.array(z.string()),
  menus: z.array(z.string()),
  /** How many modals lie on each other, this one included. */
  depth: z.number(),
});
export type ShownView = z.infer<typeof shownView>;

/** Shows a message to its reader. */
export function showMessage(reader: Reader, message: Message): ShownMessage {
  const { workspace, person } = reader;
  const blocks = message.blocks ?? [];
  const state = stateIn(message, person.id);
  const files = message.files.map((id) => workspace.files.get(id)?.title ?? id);
  const said = blocks.length > 0 ? readBlocks(reader, blocks, state) : readMrkdwn(reader, message.text);
  const author = message.fromBot ? workspace.bot.name : (workspace.people.get(message.user)?.name ?? message.user);
  return {
    ts: message.ts,
    channel: message.channel,
    user: author,
    text: message.text,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks.map((block) => ({ ...block })) }),
    ...(message.metadata === undefined
      ? {}
      : { metadata: { ...message.metadata, event_payload: { ...message.metadata.event_payload } } }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    edited: message.edited !== undefined,
    ephemeral: message.ephemeralTo !== undefined,
    rendered: [said, ...files.map((name) => `[file: ${name}]`)].filter((line) => line !== '').join('\n'),
    buttons: buttonTexts(blocks),
    menus: menuTexts(blocks),
    files,
  };
}

/** Shows a modal or Home tab to its reader. */
export function showView(reader: Reader, view: View): ShownView {
  const body = readBlocks(reader, view.blocks, view.state, view.errors);
  const foot = [view.close, view.submit].flatMap((text) => (text === undefined ? [] : [`[${text}]`])).join(' ');
  const lines = [view.title ?? '', body, foot].filter((line) => line !== '');
  return {
    id: view.id,
    title: view.title ?? '',
    ...(view.submit === undefined ? {} : { submit: view.submit }),
    ...(view.close === undefined ? {} : { close: view.close }),
    callback_id: view.callbackId,
    private_metadata: view.privateMetadata,
    hash: view.hash,
    blocks: view.blocks.map((block) => ({ ...block })),
    state: copied(stateValues(view.state)),
    errors: labelled(view),
    text: lines.join('\n'),
    buttons: buttonTexts(view.blocks),
    menus: menuTexts(view.blocks),
    depth: (reader.workspace.stacks.get(view.user) ?? []).length,
  };
}

function copied(values: ReturnType<typeof stateValues>): ShownView['state'] {
  const entries = Object.entries(values).map(
    ([block, actions]) =>
      [block, Object.fromEntries(Object.entries(actions).map(([action, value]) => [action, { ...value }]))] as const,
  );
  return Object.fromEntries(entries);
}

/** Field errors by the label of their input. */
export function labelled(view: View): Record<string, string> {
  const label = (blockId: string) => {
    const block = view.blocks.find((one) => one.block_id === blockId);
    return block?.type === 'input' ? block.label.text : blockId;
  };
  return Object.fromEntries(Object.entries(view.errors).map(([blockId, message]) => [label(blockId), message]));
}
