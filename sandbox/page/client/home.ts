import { html, type TemplateResult } from 'lit-html';
import { blocks } from './blocks.ts';
import { model } from './model.ts';
import type { Spot } from './spot.ts';

/** The app's Home tab. */
export function home(): TemplateResult {
  const view = model.seen?.home;
  if (view === undefined)
    return html`<section class="conversation home" aria-label="Home"><p class="empty">${model.world.app.name} has not shown you anything here yet.</p></section>`;
  const spot: Spot = { id: view.id, values: view.values, errors: view.errors, where: { in: 'home' } };
  return html`<section class="conversation home" aria-label="Home" tabindex="0"><div class="blocks">${blocks(spot, view.blocks)}</div></section>`;
}
