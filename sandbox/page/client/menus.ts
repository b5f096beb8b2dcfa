import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Interactive } from '../../slack/block-kit/blocks.ts';
import { confirmed } from './confirm.ts';
import { externalMenu } from './external-menu.ts';
import { changed, model } from './model.ts';
import { chosenAt, domId, put, type Seat, type Spot, valueAt } from './spot.ts';

type Menu = Extract<Interactive, { type: `${string}select` }>;
type Listed = Exclude<Menu, { type: 'external_select' | 'multi_external_select' }>;

interface Item {
  readonly value: string;
  readonly text: string;
}
interface Group {
  readonly label: string | undefined;
  readonly items: readonly Item[];
}

/** Public channels; a conversation may also be a private channel that the person is in. */
function channelItems(type: string): readonly Item[] {
  const { channels, open } = model.world;
  const mine = model.seen?.places.filter(({ kind }) => kind === 'private').map(({ id }) => id) ?? [];
  const ids = type.endsWith('conversations_select') ? [...open, ...mine] : open;
  return ids.map((value) => ({ value, text: `#${channels[value] ?? value}` }));
}

/** What a menu offers: its own options, the people of the workspace, or its channels. */
function groupsOf(element: Listed): readonly Group[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select': {
      const groups = element.option_groups ?? [{ label: { text: undefined }, options: element.options ?? [] }];
      return groups.map(({ label, options }) => ({
        label: label.text,
        items: options.map(({ text, value }) => ({ value, text: text.text })),
      }));
    }
    case 'users_select':
    case 'multi_users_select':
      return [
        { label: undefined, items: model.world.people.map(({ id, realName }) => ({ value: id, text: realName })) },
      ];
    default:
      return [{ label: undefined, items: channelItems(element.type) }];
  }
}

/** The values that are chosen now. */
function chosenOf(spot: Spot, seat: Seat): readonly string[] {
  const newest = chosenAt(spot, seat);
  if (newest !== undefined) return newest;
  const value = valueAt(spot, seat);
  if (value === undefined) return [];
  if ('selected_option' in value) return value.selected_option === null ? [] : [value.selected_option.value];
  if ('selected_options' in value) return value.selected_options.map((one) => one.value);
  if ('selected_user' in value) return value.selected_user === null ? [] : [value.selected_user];
  if ('selected_users' in value) return value.selected_users;
  if ('selected_channel' in value) return value.selected_channel === null ? [] : [value.selected_channel];
  if ('selected_channels' in value) return value.selected_channels;
  if ('selected_conversation' in value)
    return value.selected_conversation === null ? [] : [value.selected_conversation];
  return 'selected_conversations' in value ? value.selected_conversations : [];
}

/** As the sandbox takes a choice: options by their value alone, people and channels by id. */
const wanted = (element: Listed, value: string): unknown =>
  element.type === 'static_select' || element.type === 'multi_static_select' ? { value } : value;

function listOf(groups: readonly Group[], chosen: readonly string[]): unknown {
  const option = ({ value, text }: Item) =>
    html`<option value=${value} .selected=${live(chosen.includes(value))}>${text}</option>`;
  return groups.map(({ label, items }) =>
    label === undefined ? items.map(option) : html`<optgroup label=${label}>${items.map(option)}</optgroup>`,
  );
}

function oneOf(spot: Spot, seat: Seat, element: Listed): TemplateResult {
  const groups = groupsOf(element);
  const chosen = chosenOf(spot, seat);
  const pick = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    confirmed(
      element.confirm,
      () => void put(spot, seat, value === '' ? null : wanted(element, value), value === '' ? [] : [value]),
    );
    changed(); // said no, it stands as before
  };
  const id = domId(spot, seat);
  return html`<select id=${id} aria-invalid=${spot.errors[seat.block] !== undefined} aria-labelledby="${id}-label" aria-describedby="${id}-more" @change=${pick}>
    <option value="" .selected=${live(chosen.length === 0)}>${element.placeholder?.text ?? 'Select …'}</option>
    ${listOf(groups, chosen)}
  </select>`;
}

function severalOf(spot: Spot, seat: Seat, element: Listed): TemplateResult {
  const groups = groupsOf(element);
  const chosen = chosenOf(spot, seat);
  const items = groups.flatMap((group) => group.items);
  const set = (values: readonly string[]): void =>
    confirmed(
      element.confirm,
      () =>
        void put(
          spot,
          seat,
          values.map((value) => wanted(element, value)),
          values,
        ),
    );
  const add = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement) || event.target.value === '') return;
    set([...chosen, event.target.value]);
    event.target.value = '';
  };
  const nameOf = (value: string): string =>
    items.find((item) => item.value === value)?.text ?? model.world.names[value] ?? value;
  const left = groups.map(({ label, items: all }) => ({
    label,
    items: all.filter(({ value }) => !chosen.includes(value)),
  }));
  const most = 'max_selected_items' in element ? element.max_selected_items : undefined;
  const full = most !== undefined && chosen.length >= most;
  const id = domId(spot, seat);
  return html`<span class="several">
    ${chosen.map(
      (value) => html`<span class="chip">${nameOf(value)}<button type="button" aria-label="Take ${nameOf(value)} away"
        @click=${() => set(chosen.filter((one) => one !== value))}>×</button></span>`,
    )}
    ${
      full || left.every(({ items: rest }) => rest.length === 0)
        ? nothing
        : html`<select id=${id} aria-invalid=${spot.errors[seat.block] !== undefined} aria-labelledby="${id}-label" aria-describedby="${id}-more" @change=${add}>
            <option value="">${chosen.length === 0 ? (element.placeholder?.text ?? 'Select …') : 'Add …'}</option>
            ${listOf(left, [])}
          </select>`
    }
  </span>`;
}

/** Every select menu. */
export function menu(spot: Spot, seat: Seat, element: Menu): TemplateResult {
  if (element.type === 'external_select' || element.type === 'multi_external_select')
    return externalMenu(spot, seat, element);
  return element.type.startsWith('multi_') ? severalOf(spot, seat, element) : oneOf(spot, seat, element);
}
