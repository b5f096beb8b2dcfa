import { html, nothing, type TemplateResult } from 'lit-html';
import { blocks } from './blocks.ts';
import { act, say } from './deeds.ts';
import { dialog } from './dialog.ts';
import { allTyped } from './drafts.ts';
import { changed, model } from './model.ts';
import { textObject } from './mrkdwn.ts';
import { allPut, type Spot } from './spot.ts';

/** What Slack says above a form that it could not bring to the app; by view. */
let trouble: { readonly view: string; readonly message: string } | undefined;
let submitting = false;

async function submit(view: string): Promise<void> {
  if (submitting) return;
  submitting = true;
  changed();
  const arrived = await allTyped(view);
  await allPut();
  const message = arrived ? (await act({ act: 'submits' })).message : undefined;
  submitting = false;
  trouble = message === undefined ? undefined : { view, message };
  changed();
  requestAnimationFrame(() => {
    const wrong = document.querySelector('dialog.modal .wrong :is(input, textarea, select)');
    if (wrong instanceof HTMLElement) wrong.focus();
  });
}

const close = (all: boolean) => (): void => {
  say(undefined);
  void act({ act: 'closes', all });
};

/** The modal on top, if one is open. */
export function modal(): TemplateResult | typeof nothing {
  const view = model.seen?.modal;
  if (view === undefined) return nothing;
  const spot: Spot = { id: view.id, values: view.values, errors: view.errors, where: { in: 'modal' } };
  const above = trouble?.view === view.id ? trouble.message : undefined;
  const under = view.beneath.length;
  const send = (event: Event): void => {
    event.preventDefault();
    if (view.submit !== undefined) void submit(view.id);
  };
  return dialog(
    'modal',
    view.title,
    close(false),
    html`<form novalidate @submit=${send}>
      <header>
        ${under > 0 ? html`<button type="button" aria-label="Back to ${view.beneath.at(-1)?.title}" @click=${close(false)}>‹</button>` : nothing}
        <img src="/icon.svg" alt="" class="avatar small"><h2>${textObject({ type: 'plain_text', text: view.title })}</h2>
        <button type="button" aria-label="Close" @click=${close(true)}>✕</button>
      </header>
      <div class="body" tabindex="-1" autofocus>
        ${above === undefined ? nothing : html`<p class="block alert error" role="alert">${above}</p>`}
        ${blocks(spot, view.blocks)}
      </div>
      <footer>
        <button type="button" @click=${close(false)}>${view.close ?? (view.submit === undefined ? 'Close' : 'Cancel')}</button>
        ${view.submit === undefined ? nothing : html`<button type="submit" class="primary" ?disabled=${submitting}>${submitting ? 'Sending …' : view.submit}</button>`}
      </footer>
    </form>`,
  );
}
