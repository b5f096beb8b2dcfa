import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Newest } from '../../github-contract.ts';

type Row<Item> = (item: Item) => TemplateResult;

/** How many there are, with those that are not shown. */
export function total({ items, more }: Newest<unknown>): number {
  return items.length + more;
}

/** A list, and how many more there are; nothing where it is empty. */
export function rows<Item>(
  list: Newest<Item>,
  keyOf: (item: Item) => string | number,
  row: Row<Item>,
): TemplateResult | typeof nothing {
  if (list.items.length === 0) return nothing;
  return html`<ul class="rows">${repeat(list.items, keyOf, row)}</ul>
    ${list.more === 0 ? nothing : html`<p class="soft">and ${list.more} more</p>`}`;
}

/** A list behind its title and number. */
export function section<Item>(
  title: string,
  list: Newest<Item>,
  keyOf: (item: Item) => string | number,
  row: Row<Item>,
): TemplateResult {
  const content = list.items.length === 0 ? html`<p class="soft">None yet.</p>` : rows(list, keyOf, row);
  return html`<details class="group"><summary>${title} <span class="count">${total(list)}</span></summary>${content}</details>`;
}

/** Something beside the point, behind its title; nothing where there is nothing of it. */
export function aside(title: string, content: readonly unknown[]): TemplateResult | typeof nothing {
  if (content.length === 0) return nothing;
  return html`<details class="aside"><summary>${title}</summary>${content}</details>`;
}

/** A text as it was written, behind its title. */
export function body(title: string, text: string | null): TemplateResult | typeof nothing {
  return text === null || text.trim() === '' ? nothing : aside(title, [html`<div class="body">${text}</div>`]);
}

/** What people wrote below something. */
export function comments(
  all: readonly { readonly by: string; readonly body: string }[],
): TemplateResult | typeof nothing {
  const texts = all.map((one) => html`<div class="comment"><b>${one.by}</b><div class="body">${one.body}</div></div>`);
  return aside(`Comments (${all.length})`, texts);
}

/** The milestone, after who it is by; nothing where there is none. */
export function milestone(title: string | null): string | typeof nothing {
  return title === null ? nothing : `, in milestone ${title}`;
}

/** Labels in a row; nothing where there are none. */
export function labels(names: readonly string[]): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  return html`<span class="labels">${names.map((name) => html`<span class="label">${name}</span> `)}</span>`;
}
