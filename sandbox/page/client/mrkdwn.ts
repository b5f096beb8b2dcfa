import { html, type nothing, type TemplateResult } from 'lit-html';
import { type Node, NodeType, parse } from 'slack-message-parser';
import { slackDate } from '../../slack/shown/slack-date.ts';
import { emojiCalled } from './emoji.ts';
import { linkTo } from './links.ts';
import { model, now, zone } from './model.ts';

export type Shown = TemplateResult | string | typeof nothing;

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const unescaped = (text: string): string => text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

/** A mention, as Slack shows it; one's own stands out. */
export function mention(id: string): TemplateResult {
  const mine = id === model.as;
  return html`<span class=${mine ? 'mention mine' : 'mention'}>@${model.world.names[id] ?? id}</span>`;
}

/** A moment as the reader's zone says it; how it reads elsewhere is in its title. */
export function moment(format: string, seconds: number, fallback: string): TemplateResult {
  const known = Number.isFinite(seconds) && format !== '';
  const text = known ? slackDate(format, seconds, { zone: zone(), now: now() }) : fallback;
  return html`<time title=${`${fallback}, here in ${zone()}`}>${text}</time>`;
}

function command(node: Extract<Node, { type: NodeType.Command }>): Shown {
  const label = node.label?.map(({ source }) => unescaped(source)).join('') ?? '';
  const [first = '', second = ''] = node.arguments;
  if (node.name === 'date') return moment(second, Number(first || Number.NaN), label);
  if (node.name === 'subteam') return html`<span class="mention">@${model.world.groups[first] ?? label}</span>`;
  return html`<span class="mention">@${label === '' ? node.name : label}</span>`;
}

const all = (nodes: readonly Node[]): Shown[] => nodes.map(one);

function one(node: Node): Shown {
  switch (node.type) {
    case NodeType.Text:
      return unescaped(node.text);
    case NodeType.Bold:
      return html`<b>${all(node.children)}</b>`;
    case NodeType.Italic:
      return html`<i>${all(node.children)}</i>`;
    case NodeType.Strike:
      return html`<s>${all(node.children)}</s>`;
    case NodeType.Quote:
      return html`<blockquote>${all(node.children)}</blockquote>`;
    case NodeType.Code:
      return html`<code>${unescaped(node.text)}</code>`;
    case NodeType.PreText:
      return html`<pre>${unescaped(node.text)}</pre>`;
    case NodeType.Emoji:
      return emojiCalled(node.name);
    case NodeType.UserLink:
      return mention(node.userID);
    case NodeType.ChannelLink:
      return linkToChannel(node.channelID, node.label?.map(({ source }) => source).join(''));
    case NodeType.URL:
      return linkTo(unescaped(node.url), node.label === undefined ? unescaped(node.url) : all(node.label));
    case NodeType.Command:
      return command(node);
    case NodeType.Root:
      return html`${all(node.children)}`;
  }
}

function linkToChannel(id: string, label = id): TemplateResult {
  const name = model.world.channels[id] ?? label;
  return html`<span class="mention">#${name}</span>`;
}

/** mrkdwn as Slack shows it. Nothing that people or apps wrote becomes markup: only what is built here is. */
export function mrkdwn(text: string): Shown {
  return html`<span class="text">${one(parse(text))}</span>`;
}

/** A text object: plain text keeps all but its emoji as it is. */
export function textObject(text: { readonly type: string; readonly text: string }): Shown {
  if (text.type === 'mrkdwn') return mrkdwn(text.text);
  const parts = text.text.split(/(:[a-z0-9_+-]+:)/);
  return html`<span class="text">${parts.map((part) => (/^:[^:\s]+:$/.test(part) ? emojiCalled(part.slice(1, -1)) : part))}</span>`;
}
