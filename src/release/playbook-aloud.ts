import { affectedQuestion } from './affected-release.ts';
import { mayAlso } from './aloud-checks.ts';
import { actionAloud, checkAloud } from './aloud-machine.ts';
import { announceAloud, checklistAloud, deployAloud, type Said, signOffAloud } from './aloud-people.ts';
import { windowAloud } from './aloud-window.ts';
import { condition, isPeoples, repetition, spelt } from './aloud-words.ts';
import { groupsOf, type Playbook, type Question, type Role, type Stage } from './playbook.ts';
import type { Step } from './playbook-steps.ts';
import { roleTitle } from './role-title.ts';
import { valuesNeeded } from './values-needed.ts';
import { normallyWithin } from './waiting.ts';
import { listed } from './wording.ts';

const width = 100;

/** Breaks a text at spaces; lines after the first are indented. */
function wrapped(text: string, indent: string, first = indent): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    if (line.length + word.length > width && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join('\n');
}

function saidOf(step: Step, playbook: Playbook): Said {
  if ('check' in step) return { text: checkAloud(step, playbook) };
  if ('action' in step) return { text: actionAloud(step, playbook) };
  if ('checklist' in step) return checklistAloud(step, playbook);
  if ('sign-off' in step) return signOffAloud(step, playbook);
  if ('window' in step) return windowAloud(step, playbook);
  return 'deploy' in step ? deployAloud(step, playbook) : announceAloud(step, playbook);
}

/** What is said before a step (for whom, on which condition) and after it (how long, who else may complete it). */
function around(step: Step, playbook: Playbook): readonly [before: string, after: string] {
  const before = [
    ...(step.for === undefined ? [] : [repetition(playbook, step.for)]),
    ...(step.when === undefined ? [] : [condition(playbook, step.when)]),
  ].map((text, i) => (i === 0 ? text : text.charAt(0).toLowerCase() + text.slice(1)));
  const within = step.within ?? (isPeoples(step) ? normallyWithin(step) : undefined);
  const outside = step['done-outside']?.map((role) => roleTitle(playbook, role));
  return [
    before.length === 0 ? '' : `${before.join(', ')}: `,
    [
      ...(within === undefined ? [] : [`Normally within ${spelt(within)}.`]),
      ...(outside === undefined ? [] : [`${listed(outside, 'or')} may complete it outside, with evidence.`]),
      ...(step.page === undefined
        ? []
        : [`If it fails, ${listed(step.page.map((role) => roleTitle(playbook, role)))} is called in the channel.`]),
      ...('check' in step ? mayAlso(step, playbook) : []),
    ].join(' '),
  ];
}

function stepAloud(step: Step, playbook: Playbook, mark: string): string {
  const indent = ' '.repeat(mark.length);
  const { text, lines = [] } = saidOf(step, playbook);
  const [before, after] = around(step, playbook);
  const title = step.title === undefined ? '' : `${step.title}. `;
  const below = lines.length > 0 || step.links !== undefined;
  const parts = [wrapped(`${title}${before}${text}${below || after === '' ? '' : ` ${after}`}`, indent, mark)];
  parts.push(...lines.map((line) => wrapped(line, `${indent}      `, `${indent}  `)));
  for (const { say, link } of step.links ?? []) parts.push(wrapped(`See ${say}: ${link}`, indent));
  if (below && after !== '') parts.push(wrapped(after, indent));
  return parts.join('\n');
}

function stageAloud(stage: Stage, number: number, playbook: Playbook): string {
  const steps = stage.steps.map((entry, i) => {
    const mark = `   ${number}.${i + 1}  `;
    if (!('together' in entry)) return stepAloud(entry, playbook, mark);
    const side = entry.together.map((step, k) => stepAloud(step, playbook, `        ${String.fromCharCode(97 + k)}) `));
    return [`${mark}Side by side:`, ...side].join('\n');
  });
  return [`${number}. ${stage.stage}`, ...steps].join('\n\n');
}

const answered = {
  'yes-no': 'Yes or no.',
  text: 'In words.',
  folders: '',
  issue: 'The number of an issue that is there on GitHub.',
  tag: 'One of the releases so far; the latest, unless another is chosen.',
} as const;

function questionAloud({ ask, kind, under, several, optional }: Question): string {
  const folders =
    kind === 'folders' ? `${several ? 'Any of the folders' : 'One of the folders'} under ${under ?? ''}.` : '';
  const hint = `${answered[kind]}${folders}${optional ? ' May be left empty.' : ''}`;
  return wrapped(`${ask}${/[?.!]$/.test(ask) ? '' : '.'} ${hint}`, '     ', '   - ');
}

function roleAloud(playbook: Playbook, { title, from, 'stand-in': standIn, 'stand-in-after': after }: Role): string {
  const help =
    standIn === undefined || after === undefined
      ? ''
      : ` What waits for them for ${spelt(after)} may be done by ${roleTitle(playbook, standIn)} too.`;
  return wrapped(
    `${title}: ${from === 'starter' ? 'whoever starts the release.' : 'as named in slipway.yml for the component.'}${help}`,
    '     ',
    '   - ',
  );
}

/** Which version it is, and what it brings. */
function bringsAloud(playbook: Playbook): string {
  const { bump, questions } = playbook;
  const affected = questions[affectedQuestion(playbook) ?? '']?.ask;
  if (affected !== undefined)
    return `A release is the patch after the one that “${affected}” names, whatever was released since. It runs beside other releases of the component, and takes what comes after that one;`;
  const choices = bump.choices.map((one) =>
    one === bump.default && bump.choices.length > 1 ? `${one} (the usual one)` : one,
  );
  return `A release is ${listed(choices, 'or')}. It takes what is on ${playbook['released-from']} since the last tag;`;
}

function headAloud(playbook: Playbook): string {
  const { tag } = playbook;
  const values = valuesNeeded(playbook);
  const given =
    values.length === 0 ? '' : ` Each component gives, in slipway.yml: ${listed(values.map((one) => `<${one}>`))}.`;
  return wrapped(`${bringsAloud(playbook)} its own tag is ${tag}.${given}`, '');
}

const rules = [
  'Stages and steps come in this order, and none is skipped; steps side by side are all done before the next begins.',
  'A step that fails stops the release until somebody retries it, or completes it outside of Slipway with evidence. ' +
    'Who may do so: the people whom the step waits for, or those who run the release where it waits for a machine. ' +
    'A signature from outside counts only by somebody who may sign, and never where several must. ' +
    'A check counts from outside only while Slipway cannot read it, unless the step names who may complete it outside.',
  'What takes longer than it normally does is reminded of; again after twice the time, after four times, and so on.',
  'Those who run the release can pause it, resume it, or cancel it with a reason.',
];

function withdrawalAloud(playbook: Playbook): readonly string[] {
  const { redeploy, 'revert-tag': reverts = false } = playbook.withdraw ?? {};
  const steps = playbook.stages.flatMap((stage) => groupsOf(stage).flat());
  const deploys = steps.filter((step) => 'deploy' in step);
  const several = steps.some(
    (step) => 'action' in step && step.action === 'release-please-published' && step.tags.length > 1,
  );
  const who = [...new Set(deploys.flatMap(({ deploy, by }) => (redeploy?.includes(deploy) === true ? by : [])))];
  const people = listed(
    who.map((role) => roleTitle(playbook, role)),
    'or',
  );
  return [
    ...(redeploy === undefined
      ? []
      : [
          `When a release is withdrawn after it was deployed to ${listed(redeploy)}, Slipway asks ${people} to deploy the version before there again, by the same button and in the same way.`,
        ]),
    ...(reverts
      ? [
          `Whoever withdraws a release after its tag was made has Slipway delete ${several ? 'its tags' : 'that tag'} as well${redeploy === undefined ? '' : ', once the version before is deployed or that is given up'}.`,
        ]
      : []),
  ];
}

function breakGlassAloud(playbook: Playbook): readonly string[] {
  const roles = playbook['break-glass']?.map((role) => roleTitle(playbook, role));
  if (roles === undefined) return [];
  return [
    'In an emergency those who run the release can ask, with a reason, that a check or a sign-off is forced. ' +
      `Somebody else confirms it: ${listed(roles, 'or')}. A third person reviews it afterwards; the release does not close before.`,
  ];
}

/** The process of a playbook as a person would read it aloud: plain text, 100 characters wide. */
export function playbookAloud(playbook: Playbook): string {
  const questions = Object.values(playbook.questions);
  return `${[
    `${playbook.title.toUpperCase()}`,
    headAloud(playbook),
    ['Who takes part', ...Object.values(playbook.roles).map((role) => roleAloud(playbook, role))].join('\n'),
    ...(questions.length === 0 ? [] : [['What is asked at the start', ...questions.map(questionAloud)].join('\n')]),
    ...playbook.stages.map((stage, i) => stageAloud(stage, i + 1, playbook)),
    [
      'Rules',
      ...[...rules, ...withdrawalAloud(playbook), ...breakGlassAloud(playbook)].map((rule) =>
        wrapped(rule, '     ', '   - '),
      ),
    ].join('\n'),
    ...(playbook.references.length === 0
      ? []
      : [['To read', ...playbook.references.map(({ say, link }) => `   - ${say}: ${link}`)].join('\n')]),
  ].join('\n\n')}\n`;
}
