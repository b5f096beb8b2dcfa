import { html, nothing, type TemplateResult } from 'lit-html';
import type { PlaceShown } from '../contract.ts';
import { act } from './deeds.ts';
import { colourOf, initials } from './message.ts';
import { changed, me, model } from './model.ts';
import { become, goTo } from './places.ts';

function placeLink({ id, name, kind, unread, mentioned }: PlaceShown): TemplateResult {
  const here = id === model.place;
  const label = unread === 0 ? nothing : `${name}, ${unread} unread`;
  return html`<li><button type="button" class=${unread > 0 ? 'place unread' : 'place'} aria-current=${here ? 'page' : nothing} aria-label=${label} @click=${() => goTo(id)}>
    <span>${kind === 'im' ? html`<img src="/icon.svg" alt="" class="avatar tiny">` : kind === 'private' ? '🔒' : '#'} ${name}</span>
    ${unread === 0 ? nothing : html`<span class=${mentioned ? 'count mentioned' : 'count'}>${unread}</span>`}
  </button></li>`;
}

async function openHome(): Promise<void> {
  await goTo('home');
  await act({ act: 'opens', tab: 'home' });
}

function people(): TemplateResult {
  const person = me();
  const pick = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) void become(event.target.value);
  };
  return html`<div class="you">
    <span class="avatar ${colourOf(model.as)}" aria-hidden="true">${initials(person?.realName ?? '')}</span>
    <label>You are
      <select @change=${pick}>${model.world.people.map(
        ({ id, realName, title }) =>
          html`<option value=${id} .selected=${id === model.as}>${realName}${title === '' ? '' : `, ${title}`}</option>`,
      )}</select>
    </label>
    <small class="soft">${person?.title ?? ''}${person?.tz === undefined ? nothing : html` · ${person.tz}`}</small>
    <a class="another" href="?as=${person?.name ?? ''}" target="_blank" rel="noopener">Another window</a>
  </div>`;
}

function closed(): void {
  model.menu = false;
  changed();
}

/** The workspace: whom one is, its channels, the conversation with the app, its Home. */
export function sidebar(): TemplateResult {
  const places = model.seen?.places ?? [];
  const channels = places.filter(({ kind }) => kind !== 'im');
  return html`<nav class=${model.menu ? 'sidebar open' : 'sidebar'} aria-label="Workspace">
    <h1>${model.world.team}<button type="button" class="close" aria-label="Close the channels" @click=${closed}>✕</button></h1>
    ${people()}
    <h2>Channels</h2>
    <ul>${channels.map(placeLink)}</ul>
    <h2>Apps</h2>
    <ul>
      ${places.filter(({ kind }) => kind === 'im').map(placeLink)}
      ${model.world.homeTab ? html`<li><button type="button" class="place" aria-current=${model.place === 'home' ? 'page' : nothing} @click=${openHome}><span>⌂ Home</span></button></li>` : nothing}
    </ul>
  </nav>`;
}
