import { withInputs } from './aloud-machine.ts';
import { condition, named, pullRequest, roleName } from './aloud-words.ts';
import type { Playbook } from './playbook.ts';
import type { AnnounceStep, ChecklistStep, DeployStep, SignOffStep } from './playbook-steps.ts';
import { listed } from './wording.ts';

/** A sentence or two, and what stands below them line by line. */
export interface Said {
  readonly text: string;
  readonly lines?: readonly string[];
}

const proof = { link: ', with a link that shows it', text: ', with a note of what was seen' } as const;

/** Who ticks what. */
export function checklistAloud({ checklist, items }: ChecklistStep, playbook: Playbook): Said {
  const lines = items.map(({ say, evidence, when }) => {
    const only = when === undefined ? '' : ` (${condition(playbook, when)})`;
    return `[ ] ${say}${evidence === undefined ? '' : proof[evidence]}${only}`;
  });
  return { text: `${roleName(playbook, checklist)} ticks:`, lines };
}

const barred = { starter: 'started the release', author: 'wrote any of the changes' } as const;

/** Who signs what, who may not, and what a signature holds for. */
export function signOffAloud({ 'sign-off': role, of, confirms }: SignOffStep, playbook: Playbook): Said {
  const { quorum = 1, not = [], title = role } = playbook.roles[role] ?? {};
  const pull = pullRequest(playbook, of);
  const signs =
    quorum === 1 ? `${roleName(playbook, role)} (one is enough) signs` : `${quorum} people of the role ${title} sign`;
  const except =
    not.length === 0
      ? ''
      : ` Nobody may sign who ${listed(
          not.map((one) => barred[one]),
          'or',
        )}.`;
  const held = `A signature holds for exactly that commit: a push voids it, and Slipway checks and asks again.`;
  const text = `${signs} the last commit of ${pull}; they can also reject it, or ask for changes.${except} ${held}`;
  if (confirms.length === 0) return { text };
  return { text: `${text} Whoever signs confirms:`, lines: confirms.map((one) => `- ${one}`) };
}

/** Who presses the button, what they are shown, and what it sets in motion. */
export function deployAloud({ deploy, by, workflow, inputs, plan, watch }: DeployStep, playbook: Playbook): Said {
  const who = listed(
    by.map((role) => roleName(playbook, role)),
    'or',
  );
  const shown = [plan, watch].flatMap((text) => (text === undefined ? [] : [named(playbook, text)]));
  const seen = shown.length === 0 ? '' : ` Beside it stands ${listed(shown)}.`;
  const runs = workflow === undefined ? '' : `runs the workflow ${workflow}${withInputs(inputs)}, `;
  return {
    text: `${who} presses Deploy.${seen} Slipway then ${runs}records the deployment to ${deploy} on GitHub and follows it to its end.`,
  };
}

/** What is posted where. */
export function announceAloud({ announce, say, notes }: AnnounceStep, playbook: Playbook): Said {
  const zone = say.includes('.at>') ? ` (times as in ${playbook['time-zone']})` : '';
  const what = notes ? ' with the notes of what changed' : '';
  const lines = say
    .trim()
    .split('\n')
    .map((line) => `| ${line}`);
  return { text: `Slipway posts to the channel ${announce}${what}${zone}:`, lines };
}
