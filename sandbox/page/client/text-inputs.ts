import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Interactive } from '../../slack/block-kit/blocks.ts';
import type { RichText, RichTextInline } from '../../slack/block-kit/rich-text.ts';
import { typed, typedAt, typing } from './drafts.ts';
import { domId, type Seat, type Spot, valueAt } from './spot.ts';

type TextInput = Extract<
  Interactive,
  { type: 'plain_text_input' | 'number_input' | 'url_text_input' | 'email_text_input' | 'rich_text_input' }
>;

const kinds = {
  plain_text_input: 'text',
  number_input: 'text',
  url_text_input: 'url',
  email_text_input: 'email',
} as const;

function plainTextOf({ elements }: RichText): string {
  const lines = elements.flatMap((part) => (part.type === 'rich_text_list' ? part.elements : [part]));
  const text = (one: RichTextInline): string => ('text' in one ? (one.text ?? '') : '');
  return lines.map((line) => line.elements.map(text).join('')).join('\n');
}

function known(spot: Spot, seat: Seat): string {
  const value = valueAt(spot, seat);
  if (value?.type === 'rich_text_input')
    return value.rich_text_value === undefined ? '' : plainTextOf(value.rich_text_value);
  return value !== undefined && 'value' in value ? (value.value ?? '') : '';
}

function textOf(event: Event): string | undefined {
  const { target } = event;
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target.value : undefined;
}

/** Inputs of text. What is typed is kept at once, and told to the sandbox when the input is left, or Enter is pressed. */
export function textInput(spot: Spot, seat: Seat, element: TextInput): TemplateResult {
  const id = domId(spot, seat);
  const text = typedAt(spot, seat, known(spot, seat));
  const type = (event: Event): void => typing(spot, seat, textOf(event) ?? '');
  const left = (): void => void typed(spot, seat);
  const invalid = spot.errors[seat.block] !== undefined;
  const placeholder = element.placeholder?.text ?? '';
  const most = element.type === 'plain_text_input' ? element.max_length : undefined;
  const remaining =
    most !== undefined && text.length > most * 0.8
      ? html`<small class="soft">${most - text.length} characters left</small>`
      : nothing;
  const long =
    element.type === 'rich_text_input' || (element.type === 'plain_text_input' && element.multiline === true);
  if (long)
    return html`<textarea id=${id} rows="4" maxlength=${most ?? nothing} placeholder=${placeholder} aria-invalid=${invalid} aria-labelledby="${id}-label" aria-describedby="${id}-more"
      .value=${live(text)} @input=${type} @change=${left}></textarea>${remaining}`;
  const kind = kinds[element.type];
  const mode = element.type === 'number_input' ? 'decimal' : nothing;
  return html`<input id=${id} type=${kind} inputmode=${mode} maxlength=${most ?? nothing} placeholder=${placeholder} aria-invalid=${invalid} aria-labelledby="${id}-label" aria-describedby="${id}-more"
    .value=${live(text)} @input=${type} @change=${left}>${remaining}`;
}
