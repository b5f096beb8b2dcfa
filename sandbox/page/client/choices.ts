import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Interactive } from '../../slack/block-kit/blocks.ts';
import type { Option } from '../../slack/block-kit/composition.ts';
import { confirmed } from './confirm.ts';
import { changed } from './model.ts';
import { textObject } from './mrkdwn.ts';
import { chosenAt, domId, put, type Seat, type Spot, valueAt } from './spot.ts';

type Choices = Extract<Interactive, { type: 'checkboxes' | 'radio_buttons' }>;

function chosen(spot: Spot, seat: Seat): ReadonlySet<string> {
  const newest = chosenAt(spot, seat);
  if (newest !== undefined) return new Set(newest);
  const value = valueAt(spot, seat);
  if (value?.type === 'checkboxes') return new Set(value.selected_options.map((one) => one.value));
  return new Set(
    value?.type === 'radio_buttons' && value.selected_option !== null ? [value.selected_option.value] : [],
  );
}

/** Checkboxes and radio buttons. */
export function choices(spot: Spot, seat: Seat, element: Choices): TemplateResult {
  const ticked = chosen(spot, seat);
  const several = element.type === 'checkboxes';
  function pick(value: string, on: boolean): void {
    const all = element.options.map((one) => one.value);
    const next = several ? all.filter((one) => (one === value ? on : ticked.has(one))) : [value];
    const wanted = next.map((one) => ({ value: one }));
    confirmed(element.confirm, () => void put(spot, seat, several ? wanted : wanted[0], next));
    changed(); // said no, it stands as before
  }
  const row = (option: Option): TemplateResult => {
    const choose = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) pick(option.value, event.target.checked);
    };
    return html`<label class="choice">
      <input type=${several ? 'checkbox' : 'radio'} name=${domId(spot, seat)} .checked=${live(ticked.has(option.value))} @change=${choose}>
      <span>${textObject(option.text)}${option.description === undefined ? nothing : html`<small>${textObject(option.description)}</small>`}</span>
    </label>`;
  };
  return html`<div class="choices" role=${several ? 'group' : 'radiogroup'} aria-labelledby="${domId(spot, seat)}-label" aria-describedby="${domId(spot, seat)}-more">${element.options.map(row)}</div>`;
}
