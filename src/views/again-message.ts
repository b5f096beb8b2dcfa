import { button, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import type { MessageView } from './message.ts';

/** Instead of a form that came too late: Slack lets one open for 3 seconds after a command. The button runs the line again. */
export function againMessage(action: string, line: string): MessageView {
  const text = `Slack's 3 seconds were over before the form of \`${inertLine(line, 200)}\` could open.`;
  const open = button({
    action,
    words: 'Open the form',
    value: JSON.stringify({ line: line.slice(0, 500) }),
    style: 'primary',
  });
  return { text, blocks: [section(text), { type: 'actions', elements: [open] }] };
}
