import { html, nothing, type TemplateResult } from 'lit-html';
import { moveClock } from './deeds.ts';
import { model, now, zone } from './model.ts';
import { beside } from './places.ts';
import { timeOf } from './times.ts';

const minute = 60_000;
const steps = [
  { label: '+ 15 min', ms: 15 * minute },
  { label: '+ 1 h', ms: 60 * minute },
  { label: '+ 8 h', ms: 480 * minute },
  { label: '+ 1 day', ms: 1440 * minute },
] as const;

/** The clock of this workspace: what is planned, and the way forward to it. */
export function clockSide(): TemplateResult {
  const scheduled = model.clock?.scheduled ?? [];
  return html`<aside class="side clock" aria-label="Clock">
    <header><h2>Clock</h2><button type="button" aria-label="Close the clock" @click=${() => beside('none')}>✕</button></header>
    <div class="scroll">
      <p class="now">${timeOf(now())}<br><small class="soft">${zone()}</small></p>
      <p class="soft">Slack, GitHub and Slipway share this clock. It can be moved forward, not back.</p>
      <div class="block actions">${steps.map(({ label, ms }) => html`<button type="button" @click=${() => moveClock(now() + ms)}>${label}</button>`)}</div>
      <h3>Planned</h3>
      ${scheduled.length === 0 ? html`<p class="soft">Nothing waits for a time now.</p>` : nothing}
      <ul class="planned">${scheduled.map(
        ({ at, what }) =>
          html`<li><b>${timeOf(at)}</b> ${what} <button type="button" @click=${() => moveClock(at + 1000)}>Go there</button></li>`,
      )}</ul>
    </div>
  </aside>`;
}
