import type { Block, Interactive } from '../block-kit/blocks.ts';
import type { Option } from '../block-kit/composition.ts';
import type { RichText } from '../block-kit/rich-text.ts';
import { same } from '../block-kit/same.ts';
import { offered } from '../block-kit/selects.ts';
import { everySeat } from '../block-kit/walk.ts';

/** A person's value of one input, shaped as Slack shapes it in `state.values`. */
export type StateValue =
  | {
      readonly type: 'plain_text_input' | 'number_input' | 'url_text_input' | 'email_text_input';
      readonly value: string | null;
    }
  | {
      readonly type: 'static_select' | 'external_select' | 'radio_buttons';
      readonly selected_option: Option | null;
    }
  | {
      readonly type: 'multi_static_select' | 'multi_external_select' | 'checkboxes';
      readonly selected_options: readonly Option[];
    }
  | { readonly type: 'users_select'; readonly selected_user: string | null }
  | { readonly type: 'multi_users_select'; readonly selected_users: readonly string[] }
  | { readonly type: 'conversations_select'; readonly selected_conversation: string | null }
  | { readonly type: 'multi_conversations_select'; readonly selected_conversations: readonly string[] }
  | { readonly type: 'channels_select'; readonly selected_channel: string | null }
  | { readonly type: 'multi_channels_select'; readonly selected_channels: readonly string[] }
  | { readonly type: 'datepicker'; readonly selected_date: string | null }
  | { readonly type: 'timepicker'; readonly selected_time: string | null; readonly timezone?: string }
  | { readonly type: 'datetimepicker'; readonly selected_date_time: number | null }
  | { readonly type: 'file_input'; readonly files: readonly Readonly<Record<string, unknown>>[] }
  | { readonly type: 'rich_text_input'; readonly rich_text_value?: RichText };

/** block_id, then action_id. */
export type InputState = Map<string, Map<string, StateValue>>;

/** The value that an element has before anybody touches it; undefined for what has none (buttons, overflow). */
function initialValue(element: Interactive): StateValue | undefined {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'url_text_input':
    case 'email_text_input':
      return { type: element.type, value: element.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type: element.type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type: element.type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type: element.type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type: element.type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type: element.type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type: element.type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type: element.type, selected_channels: element.initial_channels ?? [] };
    case 'datepicker':
      return { type: element.type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return {
        type: element.type,
        selected_time: element.initial_time ?? null,
        ...(element.timezone === undefined ? {} : { timezone: element.timezone }),
      };
    case 'datetimepicker':
      return { type: element.type, selected_date_time: element.initial_date_time ?? null };
    case 'file_input':
      return { type: element.type, files: [] };
    case 'rich_text_input':
      return {
        type: element.type,
        ...(element.initial_value === undefined ? {} : { rich_text_value: element.initial_value }),
      };
    default:
      return undefined;
  }
}

/**
 * The state of new blocks after `before`: an input with the same block_id, action_id and type keeps the person's value
 * and ignores a new `initial_*` (Slack's documented behaviour of views.update); everything else starts anew.
 */
export function carryOver(blocks: readonly Block[], before: InputState | undefined): InputState {
  const state: InputState = new Map();
  for (const { block, element } of everySeat(blocks)) {
    const first = initialValue(element);
    if (first === undefined || block.block_id === undefined || element.action_id === undefined) continue;
    const kept = before?.get(block.block_id)?.get(element.action_id);
    const value = kept?.type === first.type ? stillOffered(kept, element) : first;
    const ofBlock = state.get(block.block_id) ?? new Map<string, StateValue>();
    state.set(block.block_id, ofBlock.set(element.action_id, value));
  }
  return state;
}

/** A kept choice that is no longer among the options is gone: the person sees an empty input and submits null. */
function stillOffered(kept: StateValue, element: Interactive): StateValue {
  if (!('options' in element || 'option_groups' in element)) return kept;
  const options = offered(element);
  const still = (option: Option) => options.some((one) => same(one, option));
  if ('selected_option' in kept && kept.selected_option !== null && !still(kept.selected_option)) {
    return { ...kept, selected_option: null };
  }
  return 'selected_options' in kept ? { ...kept, selected_options: kept.selected_options.filter(still) } : kept;
}

/** `state.values` as payloads carry it. */
export function stateValues(state: InputState): Record<string, Record<string, StateValue>> {
  return Object.fromEntries([...state].map(([block, actions]) => [block, Object.fromEntries(actions)]));
}
