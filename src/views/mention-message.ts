import { actionIds } from './action-ids.ts';
import { button, section } from './blocks.ts';
import { cut, inertLine } from './escape.ts';
import type { MessageView } from './message.ts';

const mostInButton = 2000; // https://docs.slack.dev/reference/block-kit/block-elements/button-element
const mostSaid = 1000;

/** What an app that was mentioned outside of a release's thread says: how to reach a release. */
export function howToMessage(command: string): MessageView {
  const lines = [
    'Mention Slipway in the thread of a release, and it says what is waited for and what you can do.',
    `Elsewhere there is \`${command}\`: \`${command} status\` says where the releases of a channel stand, \`${command} list\` shows all, \`${command} help\` what else it knows.`,
  ];
  return { text: lines.join(' '), blocks: [section(...lines)] };
}

/** A mention opens no form, since Slack gives it no trigger: the button does. `line` is run as the slash command's would be. */
export function formButtonMessage(action: string, line: string): MessageView {
  const text = `\`${inertLine(line, 200)}\` opens a form, and a mention cannot: press the button.`;
  const value = JSON.stringify({ line });
  if (value.length > mostInButton) {
    const long = `The line is too long for a button. Use the slash command: \`${inertLine(line, 200)}\``;
    return { text: long, blocks: [section(long)] };
  }
  const open = button({ action, words: 'Open the form', value, style: 'primary' });
  return { text, blocks: [section(text), { type: 'actions', elements: [open] }] };
}

/** The pause's form behind a button, with what was said as its reason. */
export function pauseButtonMessage(release: string, what: string, reason: string): MessageView {
  const why = cut(reason, mostSaid);
  const because = why === '' ? '' : ` Its reason: “${inertLine(why, 200)}”.`;
  const text = `Pausing ${inertLine(what, 120)} opens a form, and a mention cannot: press the button.${because}`;
  const value = JSON.stringify({ release, reason: why });
  const open = button({ action: actionIds.pause, words: 'Pause…', value, style: 'primary' });
  return { text, blocks: [section(text), { type: 'actions', elements: [open] }] };
}
