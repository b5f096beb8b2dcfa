import { html, type TemplateResult } from 'lit-html';
import { model } from './model.ts';
import { beside, goTo } from './places.ts';

const asPermalink = /^([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?thread_ts=(\d+\.\d+))?/;

/** What of a link the page can show itself: a message of this workspace, or a repository of the local GitHub. */
export function openHere(address: string): (() => Promise<void>) | undefined {
  const { github, slack } = model.world.addresses;
  if (address.startsWith(slack)) {
    const [, channel = '', seconds = '', rest = '', thread] = asPermalink.exec(address.slice(slack.length)) ?? [];
    if (channel === '') return undefined;
    return async () => {
      await goTo(channel);
      if (thread !== undefined) await beside('thread', { thread });
      const id = `message-${thread ?? `${seconds}.${rest}`}`;
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView())); // after the end was scrolled to
    };
  }
  if (github === '' || !address.startsWith(`${github}/`)) return undefined;
  const [owner, name] = address.slice(github.length + 1).split('/');
  const repository = `${owner}/${name}`;
  return model.world.repositories.includes(repository) ? () => beside('github', { repository }) : undefined;
}

/** A link. What leads into this workspace or its GitHub opens here; everything else in a window of its own. */
export function linkTo(address: string, label: unknown): TemplateResult {
  const open = openHere(address);
  const web = /^https?:\/\//.test(address) || address.startsWith('mailto:');
  if (!web) return html`<span>${label}</span>`; // Slack knows no other links: a javascript: address is text
  if (open === undefined) return html`<a href=${address} target="_blank" rel="noreferrer noopener">${label}</a>`;
  const click = (event: Event): void => {
    event.preventDefault();
    void open();
  };
  return html`<a href=${address} @click=${click}>${label}</a>`;
}
