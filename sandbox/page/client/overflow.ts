import { html, nothing, type TemplateResult } from 'lit-html';
import type { Interactive } from '../../slack/block-kit/blocks.ts';
import { confirmed } from './confirm.ts';
import { linkTo } from './links.ts';
import { textObject } from './mrkdwn.ts';
import { click, type Seat, type Spot } from './spot.ts';

type Overflow = Extract<Interactive, { type: 'overflow' }>;

/** Closes a menu when it is left, by keyboard or by pointer. */
export function closeWhenLeft(event: FocusEvent): void {
  const { currentTarget, relatedTarget } = event;
  if (!(currentTarget instanceof HTMLDetailsElement)) return;
  if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) currentTarget.open = false;
}

/** Closes the menu by Escape. */
export function closeByEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !(event.currentTarget instanceof HTMLDetailsElement)) return;
  if (!event.currentTarget.open) return;
  event.stopPropagation();
  event.preventDefault();
  event.currentTarget.open = false;
  event.currentTarget.querySelector('summary')?.focus();
}

/** The menu behind three dots. */
export function overflow(spot: Spot, seat: Seat, element: Overflow): TemplateResult {
  const choose = (value: string) => (event: Event) => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.closest('details')?.removeAttribute('open');
    confirmed(element.confirm, () => void click(spot, seat, value, element.confirm !== undefined));
  };
  return html`<details class="overflow" @focusout=${closeWhenLeft} @keydown=${closeByEscape}>
    <summary aria-label="More actions"><span aria-hidden="true">⋯</span></summary>
    <div class="menu" tabindex="-1">${element.options.map((option) => {
      const more = option.description === undefined ? nothing : html`<small>${textObject(option.description)}</small>`;
      const label = html`${textObject(option.text)}${more}`;
      return option.url === undefined
        ? html`<button type="button" @click=${choose(option.value)}>${label}</button>`
        : html`<span @click=${choose(option.value)}>${linkTo(option.url, label)}</span>`;
    })}</div>
  </details>`;
}
