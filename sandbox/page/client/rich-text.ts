import { html, type TemplateResult } from 'lit-html';
import type { RichText, RichTextInline, RichTextPart } from '../../slack/block-kit/rich-text.ts';
import { emojiCalled } from './emoji.ts';
import { linkTo } from './links.ts';
import { model } from './model.ts';
import { mention, moment } from './mrkdwn.ts';

function bare(part: RichTextInline): unknown {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'link':
      return linkTo(part.url, part.text ?? part.url);
    case 'emoji':
      return emojiCalled(part.name);
    case 'user':
      return mention(part.user_id);
    case 'usergroup':
      return html`<span class="mention">@${model.world.groups[part.usergroup_id] ?? part.usergroup_id}</span>`;
    case 'channel':
      return html`<span class="mention">#${model.world.channels[part.channel_id] ?? part.channel_id}</span>`;
    case 'broadcast':
      return html`<span class="mention">@${part.range}</span>`;
    case 'date':
      return moment(part.format, part.timestamp, part.fallback ?? '');
    case 'team':
      return part.team_id;
    case 'color':
      return html`<code>${part.value}</code>`;
  }
}

function inline(part: RichTextInline): unknown {
  const { style = {} } = part;
  let shown = bare(part);
  if (style.code) shown = html`<code>${shown}</code>`;
  if (style.bold) shown = html`<b>${shown}</b>`;
  if (style.italic) shown = html`<i>${shown}</i>`;
  if (style.strike) shown = html`<s>${shown}</s>`;
  if (style.underline) shown = html`<u>${shown}</u>`;
  return shown;
}

function partShown(part: RichTextPart): TemplateResult {
  if (part.type === 'rich_text_list') {
    const items = part.elements.map((item) => html`<li>${item.elements.map(inline)}</li>`);
    return part.style === 'ordered' ? html`<ol start=${(part.offset ?? 0) + 1}>${items}</ol>` : html`<ul>${items}</ul>`;
  }
  const content = part.elements.map(inline);
  if (part.type === 'rich_text_quote') return html`<blockquote>${content}</blockquote>`;
  return part.type === 'rich_text_preformatted' ? html`<pre>${content}</pre>` : html`<p>${content}</p>`;
}

/** A rich text as Slack shows it. */
export function richText({ elements }: Pick<RichText, 'elements'>): TemplateResult {
  return html`<div class="rich">${elements.map(partShown)}</div>`;
}
