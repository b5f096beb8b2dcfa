import type {
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { cut } from './escape.ts';

const sectionText = 3000; // https://docs.slack.dev/reference/block-kit/blocks/section-block

export function plain(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, most), emoji: true };
}

/** Markup of ours. `verbatim`: Slack makes no link or mention out of words that merely look like one. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Lines that together stay within a section; says how many it leaves out. */
export function fitting(lines: readonly string[], most = sectionText): string {
  const kept: string[] = [];
  let length = 0;
  for (const [n, line] of lines.entries()) {
    const rest = lines.length - n;
    const reserve = rest > 1 ? 20 : 0;
    if (length + line.length + 1 + reserve > most) return [...kept, `… and ${rest} more`].join('\n');
    kept.push(line);
    length += line.length + 1;
  }
  return kept.join('\n');
}

/** Items on one line, as many as fit; says how many it leaves out. */
export function inline(items: readonly string[], most = 1500, between = ' · '): string {
  let line = '';
  for (const [n, item] of items.entries()) {
    const next = n === 0 ? item : `${line}${between}${item}`;
    if (next.length + 20 > most) return `${line} … and ${items.length - n} more`;
    line = next;
  }
  return line;
}

export function section(...lines: readonly string[]): SectionBlock {
  return { type: 'section', text: mrkdwn(fitting(lines)) };
}

export function context(...lines: readonly string[]): ContextBlock {
  return { type: 'context', elements: [mrkdwn(fitting(lines))] };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150) };
}

interface ButtonWords {
  readonly action: string;
  readonly words: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  /** Read aloud instead of the words, where several buttons have the same ones. */
  readonly aloud?: string;
  readonly confirm?: ConfirmationDialog;
}

export function button({ action, words, value, style, aloud, confirm }: ButtonWords): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(words, 75),
    value,
    ...(style === undefined ? {} : { style }),
    ...(aloud === undefined ? {} : { accessibility_label: cut(aloud, 75) }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

export function option(words: string, value: string, description?: string): PlainTextOption {
  return {
    text: plain(words, 75),
    value,
    ...(description === undefined ? {} : { description: plain(description, 75) }),
  };
}

export function confirmDialog(
  title: string,
  text: string,
  confirm: string,
  style: 'primary' | 'danger',
): ConfirmationDialog {
  return {
    title: plain(title, 100),
    text: mrkdwn(fitting(text.split('\n'), 300)),
    confirm: plain(confirm, 30),
    deny: plain('Not now', 30),
    style,
  };
}
