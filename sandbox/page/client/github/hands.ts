import { html, nothing, type TemplateResult } from 'lit-html';
import type { GitHubDeed } from '../../github-contract.ts';

/** With which things are done at GitHub: in which repository, as whom. */
export interface Hands {
  readonly repository: string;
  /** Undefined: the person has no account at GitHub, and can only look. */
  readonly login: string | undefined;
  /** False where it was refused, or did not arrive. */
  readonly deed: (deed: GitHubDeed) => Promise<boolean>;
}

/** A button that does something as the person who is played. `about` tells those who hear the page which one it is. */
export function deedButton(
  { login, deed }: Hands,
  label: string,
  about: string,
  deedOf: (by: string) => GitHubDeed,
): TemplateResult {
  const click = (): void => {
    if (login !== undefined) void deed(deedOf(login));
  };
  return html`<button type="button" ?disabled=${login === undefined} aria-label="${label}: ${about}" @click=${click}>${label}</button>`;
}

/** Buttons in a row; nothing where there are none. */
export function deedButtons(buttons: readonly TemplateResult[]): TemplateResult | typeof nothing {
  return buttons.length === 0 ? nothing : html`<div class="deeds">${buttons}</div>`;
}

type Written = (name: string) => string;

interface Form {
  readonly title: string;
  readonly fields: TemplateResult;
  readonly button: string;
  readonly deedOf: (by: string, written: Written) => GitHubDeed;
  /** Empties it afterwards, so that nothing is done twice. */
  readonly clears?: boolean;
}

/** A form behind its title, for what needs words. */
export function deedForm({ login, deed }: Hands, { title, fields, button, deedOf, clears }: Form): TemplateResult {
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    if (login === undefined || !(form instanceof HTMLFormElement)) return;
    const data = new FormData(form);
    const written: Written = (name) => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const done = await deed(deedOf(login, written));
    if (done && clears === true) form.reset(); // what was refused stays, to be mended
  };
  return html`<details class="form">
    <summary>${title}</summary>
    <form @submit=${submit}>
      ${fields}
      <button type="submit" ?disabled=${login === undefined}>${button}</button>
    </form>
  </details>`;
}
