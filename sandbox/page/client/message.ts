import { html, nothing, type TemplateResult } from 'lit-html';
import type { MessageShown } from '../contract.ts';
import { blocks } from './blocks.ts';
import { act } from './deeds.ts';
import { model, now } from './model.ts';
import { mrkdwn } from './mrkdwn.ts';
import { closeByEscape, closeWhenLeft } from './overflow.ts';
import { beside } from './places.ts';
import type { Spot } from './spot.ts';
import { timeOf } from './times.ts';

/** The letters that stand for somebody. */
export function initials(name: string): string {
  const [first = '', last = ''] = name.split(' ');
  return `${first.charAt(0)}${last.charAt(0)}`.toUpperCase();
}

/** One of eight colours, always the same for the same id. */
export function colourOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return `colour-${sum % 8}`;
}

/** Somebody's picture: their initials, or the app's sign. */
export function avatar({ id, name, app }: MessageShown['author']): TemplateResult {
  if (app) return html`<img class="avatar" src="/icon.svg" alt="">`;
  return html`<span class="avatar ${colourOf(id)}" aria-hidden="true">${initials(name)}</span>`;
}

/** Where the sandbox looks for the open place: a conversation with the app is called so. */
export function placeName(): string {
  const place = model.seen?.places.find(({ id }) => id === model.place);
  return place?.kind === 'im' ? 'dm' : model.place;
}

function shortcuts(message: MessageShown): TemplateResult | typeof nothing {
  const offered = model.world.shortcuts.filter(({ kind }) => kind === 'message');
  if (offered.length === 0 || message.ephemeral) return nothing;
  return html`<details class="overflow" @focusout=${closeWhenLeft} @keydown=${closeByEscape}>
    <summary aria-label="Shortcuts of this message"><span aria-hidden="true">⋮</span></summary>
    <div class="menu" tabindex="-1">${offered.map(
      ({ callbackId, name }) =>
        html`<button type="button" @click=${() => act({ act: 'shortcut', callbackId, message: message.ts })}>${name}</button>`,
    )}</div>
  </details>`;
}

function body(message: MessageShown): unknown {
  const spot: Spot = {
    id: message.ts,
    values: message.values,
    errors: {},
    where: { in: placeName(), message: message.ts },
  };
  return message.blocks.length > 0 ? blocks(spot, message.blocks) : mrkdwn(message.text);
}

function replies(message: MessageShown, count: number): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<button type="button" class="replies" @click=${() => beside('thread', { thread: message.ts })}>${count} ${count === 1 ? 'reply' : 'replies'}</button>`;
}

/** A message, with its replies' count where it is not shown in its thread. */
export function messageShown(
  message: MessageShown,
  options: { readonly replies: number; readonly inThread: boolean },
): TemplateResult {
  const { author, ephemeral, edited, files, broadcast, thread } = message;
  const replied = broadcast && !options.inThread && thread !== undefined;
  return html`<article class=${ephemeral ? 'message ephemeral' : 'message'} id=${options.inThread ? nothing : `message-${message.ts}`} data-ts=${message.ts}>
    ${avatar(author)}
    <div class="content">
      ${ephemeral ? html`<p class="only">Only visible to you</p>` : nothing}
      <header><b>${author.name}</b>${author.app ? html` <span class="badge">APP</span>` : nothing} <time>${timeOf(message.at, options.inThread && timeOf(message.at, 'day') !== timeOf(now(), 'day') ? 'both' : 'time')}</time>
        <span class="tools">
          ${options.inThread || ephemeral ? nothing : html`<button type="button" aria-label="Reply in thread" title="Reply in thread" @click=${() => beside('thread', { thread: thread ?? message.ts })}>↩</button>`}
          ${shortcuts(message)}
        </span>
      </header>
      ${replied ? html`<p class="soft">replied to a thread</p>` : nothing}
      <div class="blocks">${body(message)}</div>
      ${edited ? html`<small class="soft">(edited)</small>` : nothing}
      ${files.map(({ name, size }) => html`<span class="chip">📄 ${name}, ${size} bytes</span>`)}
      ${options.inThread ? nothing : replies(message, options.replies)}
    </div>
  </article>`;
}
