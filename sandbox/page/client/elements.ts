import { html, nothing, type TemplateResult } from 'lit-html';
import type { BlockOf, Interactive } from '../../slack/block-kit/blocks.ts';
import { choices } from './choices.ts';
import { confirmed } from './confirm.ts';
import { dateTime } from './date-time.ts';
import { fileInput } from './file-input.ts';
import { linkTo } from './links.ts';
import { menu } from './menus.ts';
import { textObject } from './mrkdwn.ts';
import { overflow } from './overflow.ts';
import { click, type Seat, type Spot } from './spot.ts';
import { textInput } from './text-inputs.ts';

type Image = Extract<NonNullable<BlockOf<'section'>['accessory']>, { type: 'image' }>;
type Button = Extract<Interactive, { type: 'button' }>;

function button(spot: Spot, seat: Seat, element: Button): TemplateResult {
  const press = (): void =>
    confirmed(element.confirm, () => void click(spot, seat, seat.action, element.confirm !== undefined));
  const label = textObject(element.text);
  if (element.url !== undefined)
    return html`<span class="link-button" @click=${press}>${linkTo(element.url, label)}</span>`;
  return html`<button type="button" class=${element.style ?? ''} aria-label=${element.accessibility_label ?? nothing} @click=${press}>${label}</button>`;
}

/** Images are not loaded: nothing here asks beyond this machine. */
export function image({ alt_text: alt }: Pick<Image, 'alt_text'>): TemplateResult {
  return html`<span class="image" role="img" aria-label=${alt}>🖼 ${alt}</span>`;
}

function notDrawn(what: string): TemplateResult {
  return html`<span class="soft">This page does not draw a ${what.replaceAll('_', ' ')}.</span>`;
}

/** Something that a person can act on, as Slack offers it. */
export function element(spot: Spot, block: string, one: Interactive | Image): TemplateResult {
  if (one.type === 'image') return image(one);
  const seat: Seat = { block, action: one.action_id ?? '' };
  switch (one.type) {
    case 'button':
      return button(spot, seat, one);
    case 'overflow':
      return overflow(spot, seat, one);
    case 'checkboxes':
    case 'radio_buttons':
      return choices(spot, seat, one);
    case 'plain_text_input':
    case 'number_input':
    case 'url_text_input':
    case 'email_text_input':
    case 'rich_text_input':
      return textInput(spot, seat, one);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return dateTime(spot, seat, one);
    case 'file_input':
      return fileInput(spot, seat, one);
    case 'workflow_button':
    case 'icon_button':
    case 'feedback_buttons':
      return notDrawn(one.type);
    default:
      return menu(spot, seat, one);
  }
}
