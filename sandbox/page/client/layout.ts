import { html, nothing, type TemplateResult } from 'lit-html';
import { clockSide } from './clock-side.ts';
import { confirmDialog } from './confirm.ts';
import { conversation, threadSide } from './conversation.ts';
import { deedAtGitHub, say } from './deeds.ts';
import { githubSide } from './github-side.ts';
import { home } from './home.ts';
import { modal } from './modal.ts';
import { changed, me, model, now, type Side } from './model.ts';
import { beside } from './places.ts';
import { sidebar } from './sidebar.ts';
import { timeOf } from './times.ts';
import { tour } from './tour.ts';

function sideButton(side: Side, label: TemplateResult | string): TemplateResult {
  const open = model.side === side;
  return html`<button type="button" aria-pressed=${open} @click=${() => beside(open ? 'none' : side)}>${label}</button>`;
}

function bar(): TemplateResult {
  const place = model.seen?.places.find(({ id }) => id === model.place);
  const title =
    model.place === 'home' ? 'Home' : place === undefined ? '' : place.kind === 'im' ? place.name : `# ${place.name}`;
  const unread = model.seen?.places.reduce((sum, one) => sum + one.unread, 0) ?? 0;
  const toggle = (): void => {
    model.menu = !model.menu;
    changed();
  };
  return html`<header class="bar">
    <button type="button" class="menu-button" aria-expanded=${model.menu} @click=${toggle}>☰<span class="count" ?hidden=${unread === 0}>${unread}</span><span class="hidden">Channels</span></button>
    <h2>${title}</h2>
    ${model.world.clock ? sideButton('clock', html`🕒 <span class="date">${timeOf(now(), 'date')}, </span>${timeOf(now(), 'time')}`) : nothing}
    ${sideButton('github', 'GitHub')}
  </header>`;
}

function github(): TemplateResult {
  const pick = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) void beside('github', { repository: event.target.value });
  };
  return html`<aside class="side" aria-label="GitHub">
    <header><h2>GitHub</h2>
      <select aria-label="Repository" @change=${pick}>${model.world.repositories.map((name) => html`<option value=${name} .selected=${name === model.repository}>${name}</option>`)}</select>
      <button type="button" aria-label="Close GitHub" @click=${() => beside('none')}>✕</button></header>
    <div class="scroll">${model.github === undefined ? html`<p class="empty">Looking …</p>` : githubSide(model.github, { login: me()?.login }, deedAtGitHub)}</div>
  </aside>`;
}

function side(): TemplateResult | typeof nothing {
  switch (model.side) {
    case 'thread':
      return threadSide();
    case 'github':
      return github();
    case 'clock':
      return clockSide();
    case 'none':
      return nothing;
  }
}

function notices(): TemplateResult {
  return html`<div class="notices" role="status">
    ${model.connected ? nothing : html`<p class="notice away">The sandbox is away; this page looks for it and goes on by itself when it is back.</p>`}
    ${model.notice === undefined ? nothing : html`<p class="notice">${model.notice} <button type="button" aria-label="Put the notice away" @click=${() => say(undefined)}>✕</button></p>`}
  </div>`;
}

/** The whole page. */
export function layout(): TemplateResult {
  return html`<div class="page side-${model.side}">
    ${sidebar()}
    <main>${bar()}${tour()}${model.place === 'home' ? home() : conversation()}</main>
    ${side()}
    ${notices()}
  </div>${modal()}${confirmDialog()}`;
}
