import { withInputs } from './aloud-machine.ts';
import { windowWords } from './aloud-window.ts';
import { condition, named, subjectWords } from './aloud-words.ts';
import type { Playbook } from './playbook.ts';
import type { AnnounceStep, ChecklistStep, DeployStep, SignOffStep } from './playbook-steps.ts';
import { roleTitle } from './role-title.ts';
import { signingRoles } from './signing-roles.ts';
import { rangeWords } from './tick-evidence.ts';
import { listed } from './wording.ts';

/** A sentence or two, and what stands below them line by line. */
export interface Said {
  readonly text: string;
  readonly lines?: readonly string[];
}

/** What a tick needs besides. */
const proofs = {
  link: ', with a link that shows it',
  text: ', with a note of what was seen',
  number: ', with a number',
  file: ', with a file that shows it, whose hash is kept',
} as const;

function proof(item: ChecklistStep['items'][number]): string {
  if (item.evidence === undefined) return '';
  const range = item.evidence === 'number' ? rangeWords(item) : undefined;
  const unit = range === undefined && item.unit !== undefined ? ` in ${item.unit}` : '';
  return `${proofs[item.evidence]}${unit}${range === undefined ? '' : ` ${range}`}`;
}

/** Who ticks what. */
export function checklistAloud({ checklist, items }: ChecklistStep, playbook: Playbook): Said {
  const lines = items.map((item) => {
    const only = item.when === undefined ? '' : ` (${condition(playbook, item.when)})`;
    return `[ ] ${item.say}${proof(item)}${only}`;
  });
  return { text: `${roleTitle(playbook, checklist)} ticks:`, lines };
}

const barred = { starter: 'started the release', author: 'wrote any of the changes' } as const;

function whoSigns(step: SignOffStep, playbook: Playbook): string {
  const roles = signingRoles(step);
  const each = roles.map((role) => {
    const { quorum = 1, title = role } = playbook.roles[role] ?? {};
    if (quorum > 1) return `${quorum} people of the role ${title}`;
    return roles.length > 1 ? `one person of the role ${title}` : `${roleTitle(playbook, role)} (one is enough)`;
  });
  if (roles.length > 1) return `Different people sign, ${listed(each)}:`;
  return `${each[0]} ${each[0]?.endsWith('(one is enough)') === true ? 'signs' : 'sign'}`;
}

function whoMayNot(step: SignOffStep, playbook: Playbook): string {
  const roles = signingRoles(step).filter((role) => (playbook.roles[role]?.not ?? []).length > 0);
  return roles
    .map((role) => {
      const who = listed(
        (playbook.roles[role]?.not ?? []).map((one) => barred[one]),
        'or',
      );
      const as = signingRoles(step).length > 1 ? ` as ${roleTitle(playbook, role)}` : '';
      return ` Nobody may sign${as} who ${who}.`;
    })
    .join('');
}

/** Who signs what, who may not, and what a signature holds for. */
export function signOffAloud(step: SignOffStep, playbook: Playbook): Said {
  const { of, confirms } = step;
  const subject = subjectWords(playbook, of);
  const held = subject.startsWith('the commit')
    ? 'A signature holds for exactly that commit: if it is pinned anew, Slipway checks and asks again.'
    : 'A signature holds for exactly that commit: a push voids it, and Slipway checks and asks again.';
  const text = `${whoSigns(step, playbook)} ${subject}; they can also reject it, or ask for changes.${whoMayNot(step, playbook)} ${held}`;
  if (confirms.length === 0) return { text };
  return { text: `${text} Whoever signs confirms:`, lines: confirms.map((one) => `- ${one}`) };
}

/** Who presses the button, what they are shown, and what it sets in motion. */
export function deployAloud(
  { deploy, by, with: others, at, workflow, inputs, plan, watch }: DeployStep,
  playbook: Playbook,
): Said {
  const who = listed(
    by.map((role) => roleTitle(playbook, role)),
    'or',
  );
  const shown = [plan, watch].flatMap((text) => (text === undefined ? [] : [named(playbook, text)]));
  const seen = shown.length === 0 ? '' : ` Beside it stands ${listed(shown)}.`;
  const confirmed =
    others === undefined
      ? ''
      : ` Then somebody else confirms it as ${listed(others.map((role) => roleTitle(playbook, role)))}, each a different person; nothing starts before.`;
  const within = windowWords(playbook, deploy);
  const runs = workflow === undefined ? '' : `runs the workflow ${workflow}${withInputs(inputs)}, `;
  const what = at === undefined ? '' : ` of ${named(playbook, at)}`;
  return {
    text: `${who} presses Deploy${within}.${seen}${confirmed} Slipway then ${runs}records the deployment${what} to ${deploy} on GitHub and follows it to its end.`,
  };
}

/** What is posted where. */
export function announceAloud(
  { announce, say, notes, 'reviewed-by': reviewers }: AnnounceStep,
  playbook: Playbook,
): Said {
  const zone = say.includes('.at>') ? ` (times as in ${playbook['time-zone']})` : '';
  const what = notes ? ' with the notes of what changed' : '';
  const lines = say
    .trim()
    .split('\n')
    .map((line) => `| ${line}`);
  if (reviewers === undefined) return { text: `Slipway posts to the channel ${announce}${what}${zone}:`, lines };
  const who = listed(
    reviewers.map((role) => roleTitle(playbook, role)),
    'or',
  );
  return {
    text: `${who} reviews what Slipway posts to the channel ${announce}${what}${zone}, may edit its text, and has it posted:`,
    lines,
  };
}
