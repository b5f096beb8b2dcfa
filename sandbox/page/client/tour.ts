import { html, nothing, type TemplateResult } from 'lit-html';
import type { Hint } from '../contract.ts';
import { changed, model } from './model.ts';
import { become, beside, goTo } from './places.ts';

const kept = 'slipway-tour-dismissed';

/** Whether somebody sent the tour away in this browser. */
export function tourDismissed(): boolean {
  return localStorage.getItem(kept) === 'yes';
}

function show(on: boolean): void {
  model.guideShown = on;
  localStorage.setItem(kept, on ? 'no' : 'yes');
  changed();
}

async function go({ as, where }: Hint): Promise<void> {
  const [first] = as;
  if (first !== undefined && !as.includes(model.as)) await become(first);
  if (where === 'github' || where === 'clock') return await beside(where);
  if (where !== undefined) await goTo(where);
}

function there({ as, where }: Hint): boolean {
  const place =
    where === 'github' || where === 'clock' ? model.side === where : where === undefined || where === model.place;
  return (as.length === 0 || as.includes(model.as)) && place;
}

function hintShown(hint: Hint): TemplateResult {
  const who = hint.as.includes(model.as) ? undefined : model.world.people.find(({ id }) => id === hint.as[0]);
  const takes = who === undefined ? 'Go there' : `Be ${who.realName}`;
  return html`<li><b>${hint.title}</b> <span>${hint.text}</span>
    ${there(hint) ? nothing : html`<button type="button" @click=${() => go(hint)}>${takes}</button>`}</li>`;
}

/** What a newcomer could do next, until they send it away. */
export function tour(): TemplateResult | typeof nothing {
  const { guide } = model;
  if (guide === undefined) return nothing;
  if (!model.guideShown)
    return html`<button type="button" class="tour-again" @click=${() => show(true)}>What next?</button>`;
  return html`<section class="tour" aria-label="Tour" aria-live="polite">
    <header><h2>What next?</h2> <small class="soft">${guide.of === 0 ? nothing : `${guide.done} of ${guide.of} steps done`}</small>
      <button type="button" aria-label="Send the tour away" @click=${() => show(false)}>✕</button></header>
    <ul>${guide.hints.map(hintShown)}</ul>
  </section>`;
}
