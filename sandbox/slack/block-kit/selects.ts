import { z } from 'zod';
import {
  actionId,
  characters,
  confirm,
  conversationFilter,
  optionGroup,
  placeholder,
  selectOption,
} from './composition.ts';
import { same } from './same.ts';

const common = { action_id: actionId, confirm, focus_on_load: z.boolean().exactOptional(), placeholder };
const several = { max_selected_items: z.int().min(1).exactOptional() };
const conversations = {
  default_to_current_conversation: z.boolean().exactOptional(),
  filter: conversationFilter,
};
const answersByUrl = { response_url_enabled: z.boolean().exactOptional() };
const staticOptions = {
  options: z.array(selectOption).min(1).max(100).exactOptional(),
  option_groups: z.array(optionGroup).min(1).max(100).exactOptional(),
};
const minimumQuery = z.int().min(0).exactOptional();
const ids = z.array(characters(255)).min(1).exactOptional();

interface StaticMenu {
  readonly options?: readonly unknown[];
  readonly option_groups?: readonly { readonly options: readonly unknown[] }[];
}

/** Every option of a static menu, grouped or not. */
export function offered(menu: StaticMenu): readonly unknown[] {
  return menu.options ?? menu.option_groups?.flatMap((group) => group.options) ?? [];
}

/** Tells what is wrong with a static menu: options or groups, exactly one; what is selected at first is among them. */
function staticMenu(initial: (menu: Record<string, unknown>) => readonly unknown[], field: string) {
  return (context: z.core.ParsePayload<StaticMenu & Record<string, unknown>>): void => {
    const menu = context.value;
    const say = (message: string, path: string[] = []) =>
      context.issues.push({ code: 'custom', message, path, input: menu });
    if ((menu.options === undefined) === (menu.option_groups === undefined)) {
      say('must define either `options` or `option_groups`, not both');
    }
    const choices = offered(menu);
    for (const chosen of initial(menu)) {
      if (!choices.some((one) => same(one, chosen))) say(`must be one of the provided options`, [field]);
    }
  };
}

/** Tells when more is selected at first than may be. */
function atMost(field: string) {
  return (context: z.core.ParsePayload<Record<string, unknown>>): void => {
    const { max_selected_items: limit, [field]: initial } = context.value;
    if (typeof limit === 'number' && Array.isArray(initial) && initial.length > limit) {
      const message = `no more than ${limit} items allowed`;
      context.issues.push({ code: 'custom', message, path: [field], input: context.value });
    }
  };
}

const one = (field: string) => (menu: Record<string, unknown>) => (menu[field] === undefined ? [] : [menu[field]]);
const many = (field: string) => (menu: Record<string, unknown>) => {
  const chosen: unknown = menu[field];
  return Array.isArray(chosen) ? chosen : [];
};

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...common,
    ...staticOptions,
    initial_option: selectOption.exactOptional(),
  })
  .check(staticMenu(one('initial_option'), 'initial_option'));
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...common,
    ...several,
    ...staticOptions,
    initial_options: z.array(selectOption).min(1).max(100).exactOptional(),
  })
  .check(staticMenu(many('initial_options'), 'initial_options'), atMost('initial_options'));
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...common,
  initial_option: selectOption.exactOptional(),
  min_query_length: minimumQuery,
});
const multiExternalSelect = z
  .strictObject({
    type: z.literal('multi_external_select'),
    ...common,
    ...several,
    initial_options: z.array(selectOption).min(1).max(100).exactOptional(),
    min_query_length: minimumQuery,
  })
  .check(atMost('initial_options'));
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...common,
  initial_user: characters(255).exactOptional(),
});
const multiUsersSelect = z
  .strictObject({ type: z.literal('multi_users_select'), ...common, ...several, initial_users: ids })
  .check(atMost('initial_users'));
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...common,
  ...conversations,
  ...answersByUrl,
  initial_conversation: characters(255).exactOptional(),
});
const multiConversationsSelect = z
  .strictObject({
    type: z.literal('multi_conversations_select'),
    ...common,
    ...several,
    ...conversations,
    initial_conversations: ids,
  })
  .check(atMost('initial_conversations'));
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...common,
  ...answersByUrl,
  initial_channel: characters(255).exactOptional(),
});
const multiChannelsSelect = z
  .strictObject({ type: z.literal('multi_channels_select'), ...common, ...several, initial_channels: ids })
  .check(atMost('initial_channels'));

/** Every select menu, single and multiple. */
export const selects = [
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  multiConversationsSelect,
  channelsSelect,
  multiChannelsSelect,
] as const;
