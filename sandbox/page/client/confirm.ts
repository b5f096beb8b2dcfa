import { html, nothing, type TemplateResult } from 'lit-html';
import type { Confirm } from '../../slack/block-kit/composition.ts';
import { dialog } from './dialog.ts';
import { changed } from './model.ts';
import { textObject } from './mrkdwn.ts';

let asked: { readonly confirm: Confirm; readonly yes: () => void } | undefined;

/** Asks before something is done, where the app wants it asked. */
export function confirmed(confirm: Confirm | undefined, yes: () => void): void {
  if (confirm === undefined) {
    yes();
    return;
  }
  asked = { confirm, yes };
  changed();
}

/** The question that is asked now, if one is. */
export function confirmDialog(): TemplateResult | typeof nothing {
  if (asked === undefined) return nothing;
  const { confirm, yes } = asked;
  const end = (): void => {
    asked = undefined;
    changed();
  };
  const agree = (): void => {
    end();
    yes();
  };
  const style = confirm.style === 'danger' ? 'danger' : 'primary';
  return dialog(
    'confirm',
    confirm.title.text,
    end,
    html`
      <h2>${confirm.title.text}</h2>
      <div class="body">${textObject(confirm.text)}</div>
      <footer>
        <button type="button" @click=${end}>${confirm.deny.text}</button>
        <button type="button" class=${style} @click=${agree} autofocus>${confirm.confirm.text}</button>
      </footer>
    `,
  );
}
