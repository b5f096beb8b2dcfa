import type { RichText, RichTextInline, RichTextPart } from '../block-kit/rich-text.ts';
import { channelName, groupName, inZone, type Reader, userName } from './mrkdwn.ts';

/** A rich text as a person reads it. */
export function readRichText(reader: Reader, text: RichText): string {
  return text.elements.map((part) => readPart(reader, part)).join('\n');
}

function readPart(reader: Reader, part: RichTextPart): string {
  if (part.type === 'rich_text_list') {
    const mark = (index: number) => (part.style === 'ordered' ? `${(part.offset ?? 0) + index + 1}.` : '•');
    return part.elements.map((item, index) => `${mark(index)} ${readInline(reader, item.elements)}`).join('\n');
  }
  const text = readInline(reader, part.elements);
  return part.type === 'rich_text_quote' ? text.replaceAll(/^/gm, '> ') : text;
}

function readInline(reader: Reader, inline: readonly RichTextInline[]): string {
  return inline.map((one) => readOne(reader, one)).join('');
}

function readOne(reader: Reader, one: RichTextInline): string {
  switch (one.type) {
    case 'text':
      return one.text;
    case 'link':
      return one.text === undefined || one.text === one.url ? one.url : `${one.text} (${one.url})`;
    case 'emoji':
      return `:${one.name}:`;
    case 'user':
      return userName(reader, one.user_id);
    case 'usergroup':
      return groupName(reader, one.usergroup_id);
    case 'channel':
      return channelName(reader, one.channel_id);
    case 'team':
      return one.team_id;
    case 'broadcast':
      return `@${one.range}`;
    case 'date':
      return inZone(reader, one.timestamp, one.format);
    case 'color':
      return one.value;
  }
}
