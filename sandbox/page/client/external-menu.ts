import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Interactive } from '../../slack/block-kit/blocks.ts';
import { act } from './deeds.ts';
import { changed } from './model.ts';
import { domId, put, type Seat, type Spot, valueAt } from './spot.ts';

type External = Extract<Interactive, { type: 'external_select' | 'multi_external_select' }>;
interface Offer {
  readonly typed: string;
  readonly options: readonly { readonly text: string; readonly value: string }[];
}

const standardQueryLength = 3;
const offers = new Map<string, Offer>();
/** By what each choice was found, as the sandbox asks the app for it again. */
const foundBy = new Map<string, string>();

function picked(spot: Spot, seat: Seat): readonly { readonly text: string; readonly value: string }[] {
  const value = valueAt(spot, seat);
  const options =
    value?.type === 'external_select'
      ? [value.selected_option]
      : value?.type === 'multi_external_select'
        ? value.selected_options
        : [];
  return options.flatMap((one) => (one === null ? [] : [{ text: one.text.text, value: one.value }]));
}

/** A menu that asks the app for its options while one types. */
export function externalMenu(spot: Spot, seat: Seat, element: External): TemplateResult {
  const id = domId(spot, seat);
  const least = element.min_query_length ?? standardQueryLength;
  const chosen = picked(spot, seat);
  const offer = offers.get(id);

  async function search(event: Event): Promise<void> {
    if (!(event.target instanceof HTMLInputElement)) return;
    const typed = event.target.value;
    offers.set(id, { typed, options: [] });
    if (typed.length >= least) {
      const deed = { act: 'suggests', what: seat.action, typed, ...spot.where, ...seat } as const;
      const { options = [] } = await act(deed);
      if (offers.get(id)?.typed !== typed) return; // went on typing
      offers.set(id, { typed, options });
    }
    changed();
  }
  async function take(value: string): Promise<void> {
    const typed = offer?.typed ?? '';
    offers.delete(id);
    foundBy.set(value, typed);
    const before = chosen.map((one) => ({ typed: foundBy.get(one.value) ?? one.text, value: one.value }));
    await put(spot, seat, element.type === 'external_select' ? { typed, value } : [...before, { typed, value }]);
  }
  return html`<span class="several external">
    ${chosen.map(({ text }) => html`<span class="chip">${text}</span>`)}
    ${chosen.length === 0 ? nothing : html`<button type="button" @click=${() => put(spot, seat, null)}>Take away</button>`}
    <input id=${id} type="search" autocomplete="off" placeholder=${element.placeholder?.text ?? `Type ${least} letters or more`}
      aria-invalid=${spot.errors[seat.block] !== undefined} aria-labelledby="${id}-label" aria-describedby="${id}-more" .value=${live(offer?.typed ?? '')} @input=${search}>
    ${offer?.options.map(({ text, value }) => html`<button type="button" @click=${() => take(value)}>${text}</button>`) ?? nothing}
  </span>`;
}
