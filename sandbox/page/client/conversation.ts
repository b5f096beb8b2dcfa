import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { MessageShown } from '../contract.ts';
import { composer } from './composer.ts';
import { messageShown, placeName } from './message.ts';
import { model } from './model.ts';
import { beside } from './places.ts';
import { timeOf } from './times.ts';

const near = 40; // pixels from the end: who is so near reads on, and is taken along

/** Those who read at the end, by what scrolls. */
const atEnd = new WeakMap<Element, boolean>();

function toEnd(element: Element): void {
  requestAnimationFrame(() => {
    element.scrollTop = element.scrollHeight;
  });
}

/** What scrolls may grow and shrink too, as the tour comes and goes: the end stays in sight of whoever reads there. */
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) if (atEnd.get(target) === true) toEnd(target);
});

function scrolled({ currentTarget: element }: Event): void {
  if (element instanceof Element)
    atEnd.set(element, element.scrollHeight - element.scrollTop - element.clientHeight < near);
}

/** Keeps the end in sight of whoever reads there; another conversation begins at its end. */
function followEnd(key: string): (element?: Element) => void {
  return (element) => {
    if (!(element instanceof HTMLElement)) return;
    if (element.dataset['of'] !== key) {
      element.dataset['of'] = key;
      atEnd.set(element, true);
      resized.observe(element);
    }
    if (atEnd.get(element) === true) toEnd(element);
  };
}

function withDays(messages: readonly MessageShown[], all: readonly MessageShown[]): unknown {
  const replies = (ts: string): number => all.filter(({ thread, ephemeral }) => thread === ts && !ephemeral).length;
  return repeat(
    messages,
    ({ ts }) => ts,
    (message, index) => {
      const before = messages[index - 1];
      const first = before === undefined || timeOf(before.at, 'day') !== timeOf(message.at, 'day');
      return html`${first ? html`<h2 class="day"><span>${timeOf(message.at, 'day')}</span></h2>` : nothing}${messageShown(message, { replies: replies(message.ts), inThread: false })}`;
    },
  );
}

/** The open channel or conversation: its messages and the composer. */
export function conversation(): TemplateResult {
  const { seen, place } = model;
  const shown = seen?.places.find(({ id }) => id === place);
  if (seen === undefined || shown === undefined || seen.place?.id !== place)
    return html`<section class="conversation"><p class="empty">Opening …</p></section>`;
  const all = seen.place.messages;
  const top = all.filter(({ thread, broadcast, ephemeral }) => thread === undefined || broadcast || ephemeral);
  const title = shown.kind === 'im' ? shown.name : `#${shown.name}`;
  return html`<section class="conversation" aria-label=${title}>
    <div class="messages" role="log" aria-label="Messages of ${title}" tabindex="0" @scroll=${scrolled} ${ref(followEnd(`${seen.person} ${place}`))}>
      ${top.length === 0 ? html`<p class="empty">Nothing was said here yet.${shown.closed === undefined ? ' Type / for the commands.' : nothing}</p>` : nothing}
      ${withDays(top, all)}
    </div>
    ${shown.closed === undefined ? composer({ place: placeName(), title, thread: undefined }) : html`<p class="closed">${shown.closed}</p>`}
  </section>`;
}

/** The thread beside the conversation. */
export function threadSide(): TemplateResult {
  const { seen, thread } = model;
  const all = seen?.place?.messages ?? [];
  const shown = all.filter((one) => one.ts === thread || (one.thread === thread && thread !== undefined));
  return html`<aside class="side thread" aria-label="Thread">
    <header><h2>Thread</h2><button type="button" aria-label="Close the thread" @click=${() => beside('none')}>✕</button></header>
    <div class="messages" role="log" aria-label="Messages of the thread" tabindex="0" @scroll=${scrolled} ${ref(followEnd(`${seen?.person} ${thread}`))}>
      ${shown.length === 0 ? html`<p class="empty">This message is gone, or stands in another channel.</p>` : nothing}
      ${repeat(
        shown,
        ({ ts }) => ts,
        (message) => messageShown(message, { replies: 0, inThread: true }),
      )}
    </div>
    ${shown.length === 0 || seen?.places.find(({ id }) => id === model.place)?.closed !== undefined ? nothing : composer({ place: placeName(), title: 'the thread', thread })}
  </aside>`;
}
