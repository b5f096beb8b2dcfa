import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { act } from './deeds.ts';
import { changed, model } from './model.ts';

/** Where what is typed goes. */
interface Aim {
  readonly place: string;
  readonly title: string;
  readonly thread: string | undefined;
}

interface Offer {
  /** The whole line that it stands for. */
  readonly line: string;
  readonly says: string;
}

const most = 30;
const lines = new Map<string, string>();
/** The line of which a composer's offers were sent away. */
const dismissed = new Map<string, string>();
/** Which offer is marked, by composer. */
const marks = new Map<string, number>();
let sending = false;

/** The words that a command's hint names: `[start | status]`. */
const wordsOf = (hint: string): readonly string[] =>
  hint
    .replaceAll(/[[\]<>]/g, '')
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** What a line that begins with a slash could become. */
function offersFor(line: string): readonly Offer[] {
  if (!line.startsWith('/') || line.includes('\n')) return [];
  const commands = model.world.commands.flatMap(({ command, description, hint }): Offer[] => [
    { line: `${command} `, says: description },
    ...wordsOf(hint).map((word) => ({ line: `${command} ${word} `, says: '' })),
  ]);
  return commands.filter((one) => one.line.startsWith(line) && one.line.trim() !== line.trim()).slice(0, most);
}

const keyOf = ({ place, thread }: Aim): string => `${model.as} ${place} ${thread ?? ''}`;

const markedOf = (aim: Aim, offers: readonly Offer[]): number =>
  Math.min(marks.get(keyOf(aim)) ?? 0, Math.max(0, offers.length - 1));

async function send(aim: Aim): Promise<void> {
  const key = keyOf(aim);
  const text = (lines.get(key) ?? '').trim();
  if (text === '' || sending) return;
  sending = true;
  changed();
  const { ok } = await act({
    act: 'types',
    in: aim.place,
    text,
    ...(aim.thread === undefined ? {} : { thread: aim.thread }),
  });
  sending = false;
  if (ok && (lines.get(key) ?? '').trim() === text) lines.delete(key); // what was refused stays, to be mended
  changed();
}

function keys(aim: Aim, offers: readonly Offer[], event: KeyboardEvent): void {
  const open = offers.length > 0;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (open && step !== 0) {
    marks.set(keyOf(aim), (markedOf(aim, offers) + step + offers.length) % offers.length);
  } else if (open && event.key === 'Tab' && !event.shiftKey) {
    lines.set(keyOf(aim), offers[markedOf(aim, offers)]?.line ?? '');
    marks.delete(keyOf(aim));
  } else if (open && event.key === 'Escape') {
    dismissed.set(keyOf(aim), lines.get(keyOf(aim)) ?? '');
  } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    void send(aim);
  } else return;
  event.preventDefault();
  changed();
}

function completion(aim: Aim, offers: readonly Offer[], id: string): TemplateResult | typeof nothing {
  if (offers.length === 0) return nothing;
  const take = (line: string) => (): void => {
    lines.set(keyOf(aim), line);
    marks.delete(keyOf(aim));
    document.getElementById(`${id}-text`)?.focus();
    changed();
  };
  return html`<ul class="completion" id="${id}-list" role="listbox" aria-label="Commands">${offers.map(
    ({ line, says }, index) =>
      html`<li role="option" id="${id}-${index}" aria-selected=${index === markedOf(aim, offers)} @mousedown=${(event: Event) => event.preventDefault()} @click=${take(line)}><b>${line}</b> <span class="soft">${says}</span></li>`,
  )}<li class="soft" role="presentation">↑ ↓ choose, Tab takes it, Enter sends, Escape closes</li></ul>`;
}

/** Where a person types: messages, mentions and commands. */
export function composer(aim: Aim): TemplateResult {
  const id = aim.thread === undefined ? 'composer' : 'composer-thread';
  const line = lines.get(keyOf(aim)) ?? '';
  const offers = dismissed.get(keyOf(aim)) === line ? [] : offersFor(line);
  const marked = markedOf(aim, offers);
  const type = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) lines.set(keyOf(aim), event.target.value);
    marks.delete(keyOf(aim));
    changed();
  };
  const globals = model.world.shortcuts.filter(({ kind }) => kind === 'global');
  return html`<form class="composer" @submit=${(event: Event) => {
    event.preventDefault();
    void send(aim);
  }}>
    ${completion(aim, offers, id)}
    ${globals.map(({ callbackId, name }) => html`<button type="button" @click=${() => act({ act: 'shortcut', callbackId })}>⚡ ${name}</button>`)}
    <textarea id="${id}-text" rows="1" placeholder="Message ${aim.title}, or / for commands" aria-label="Message ${aim.title}"
      role="combobox" aria-expanded=${offers.length > 0} aria-controls="${id}-list" aria-autocomplete="list"
      aria-activedescendant=${offers.length > 0 ? `${id}-${marked}` : nothing}
      .value=${live(line)} @input=${type} @keydown=${(event: KeyboardEvent) => keys(aim, offers, event)}></textarea>
    <button type="submit" class="primary" ?disabled=${line.trim() === '' || sending}>Send</button>
  </form>`;
}
