import type { Interactive } from '../block-kit/blocks.ts';
import type { Option, Text } from '../block-kit/composition.ts';
import type { StateValue } from '../state/input-state.ts';
import { channelName, inZone, type Reader, readMrkdwn, userName } from './mrkdwn.ts';
import { readRichText } from './rich-text.ts';

/** A text object as a person reads it; plain text shows its entities as they are. */
export function readText(reader: Reader, text: Text): string {
  return text.type === 'mrkdwn' ? readMrkdwn(reader, text.text) : text.text;
}

/** An interactive element as a person reads it: `[Button]`, `☑ item`, `● choice`, `[value ▾]`, the text typed in. */
export function readElement(reader: Reader, element: Interactive, value: StateValue | undefined): string {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return `[${element.text.text}]`;
    case 'feedback_buttons':
      return `[${element.positive_button.text.text}] [${element.negative_button.text.text}]`;
    case 'overflow':
      return `[⋯ ${element.options.map((option) => option.text.text).join(' | ')}]`;
    case 'checkboxes':
    case 'radio_buttons':
      return element.options
        .map((option) => `${mark(element.type, option, value)} ${choice(reader, option)}`)
        .join('\n');
    default: {
      const empty = 'placeholder' in element ? (element.placeholder?.text ?? '') : '';
      const shown = value === undefined ? '' : readValue(reader, value);
      const menu = element.type.endsWith('select');
      return menu ? `[${shown === '' ? empty || 'Select' : shown} ▾]` : shown;
    }
  }
}

function choice(reader: Reader, option: Option): string {
  const more = option.description === undefined ? '' : `: ${readText(reader, option.description)}`;
  return `${readText(reader, option.text)}${more}`;
}

function mark(type: 'checkboxes' | 'radio_buttons', option: Option, value: StateValue | undefined): string {
  if (value?.type === 'checkboxes') return value.selected_options.some((one) => one.value === option.value) ? '☑' : '☐';
  if (value?.type === 'radio_buttons') return value.selected_option?.value === option.value ? '●' : '○';
  return type === 'checkboxes' ? '☐' : '○';
}

/** What an input holds, as a person reads it; empty when it holds nothing. */
function readValue(reader: Reader, value: StateValue): string {
  if ('value' in value) return value.value ?? '';
  if ('selected_option' in value)
    return value.selected_option === null ? '' : readText(reader, value.selected_option.text);
  if ('selected_options' in value) return value.selected_options.map((one) => readText(reader, one.text)).join(', ');
  switch (value.type) {
    case 'users_select':
      return value.selected_user === null ? '' : userName(reader, value.selected_user);
    case 'multi_users_select':
      return value.selected_users.map((id) => userName(reader, id)).join(', ');
    case 'conversations_select':
      return value.selected_conversation === null ? '' : channelName(reader, value.selected_conversation);
    case 'multi_conversations_select':
      return value.selected_conversations.map((id) => channelName(reader, id)).join(', ');
    case 'channels_select':
      return value.selected_channel === null ? '' : channelName(reader, value.selected_channel);
    case 'multi_channels_select':
      return value.selected_channels.map((id) => channelName(reader, id)).join(', ');
    case 'datepicker':
      return value.selected_date ?? '';
    case 'timepicker':
      return value.selected_time ?? '';
    case 'datetimepicker':
      return value.selected_date_time === null ? '' : inZone(reader, value.selected_date_time, '{date_num} {time}');
    case 'file_input':
      return value.files.map((file) => String(file['name'])).join(', ');
    case 'rich_text_input':
      return value.rich_text_value === undefined ? '' : readRichText(reader, value.rich_text_value);
  }
}
