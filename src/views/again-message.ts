import { button, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import type { MessageView } from './message.ts';

const mostInButton = 2000; // https://docs.slack.dev/reference/block-kit/block-elements/button-element

/** Instead of a form that came too late: Slack lets one open for 3 seconds after a command. The button runs the line again. */
export function againMessage(action: string, line: string): MessageView {
  const text = `Slack's 3 seconds were over before the form of \`${inertLine(line, 200)}\` could open.`;
  const value = JSON.stringify({ line });
  if (value.length > mostInButton) {
    const again = `${text} The line is too long for a button that runs it again, so type it again.`;
    return { text: again, blocks: [section(again)] };
  }
  const open = button({ action, words: 'Open the form', value, style: 'primary' });
  return { text, blocks: [section(text), { type: 'actions', elements: [open] }] };
}
