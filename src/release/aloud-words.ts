import { type Condition, readWhen } from './answers.ts';
import { opensPullRequest } from './opened-pull-request.ts';
import type { Playbook } from './playbook.ts';
import type { Step } from './playbook-steps.ts';
import { stepsIn } from './playbook-walk.ts';
import { listed } from './wording.ts';

const units = { m: 'minute', h: 'hour', d: 'day' } as const;

/** `60m` as "60 minutes". */
export function spelt(duration: string): string {
  const count = Number.parseInt(duration, 10);
  const unit = Object.entries(units).find(([letter]) => duration.endsWith(letter))?.[1] ?? '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The step of that name, by its title. */
export function stepTitle(playbook: Playbook, name: string): string {
  const found = stepsIn(playbook).find((one) => one.name === name);
  return `“${found?.step.title ?? name}”`;
}

const facts: Readonly<Record<string, string>> = {
  sha: 'commit',
  head: 'last commit',
  url: 'link',
  at: 'time',
  run: 'run',
  number: 'number',
  base: 'branch',
};

/** A text with `<merged.sha>` as "the commit of “Merge into main”", and `<rollout>` as "the answer to “Rollout plan”". */
export function named(playbook: Playbook, text: string): string {
  return text
    .replaceAll(
      /<([a-z0-9-]+)\.([a-zA-Z]+)>/g,
      (_, step: string, fact: string) => `the ${facts[fact] ?? fact} of ${stepTitle(playbook, step)}`,
    )
    .replaceAll(/(?<![\w/-])<([a-z0-9-]+)>(?![\w/-])/g, (whole, name: string) => {
      const question = playbook.questions[name];
      if (question !== undefined) return `the answer to “${question.ask}”`;
      return name === 'tag' ? 'the tag' : whole;
    });
}

function conditionPart(playbook: Playbook, { name = '', negated, bump }: Condition): string {
  if (bump !== undefined) return `in a ${bump} release`;
  const question = playbook.questions[name];
  if (question === undefined) return `if ${stepTitle(playbook, name)} ${negated ? 'does not hold' : 'holds'}`;
  const ask = `“${question.ask}”`;
  if (question.kind === 'yes-no') return `if ${ask} was answered ${negated ? 'no' : 'yes'}`;
  return `if ${ask} was ${negated ? 'left empty' : 'answered'}`;
}

/** The condition of a `when:`; ends without punctuation. */
export function condition(playbook: Playbook, when: string): string {
  const parts = readWhen(when) ?? [];
  return `Only ${listed(
    parts.map((part) => conditionPart(playbook, part)),
    'or',
  )}`;
}

/** For whom a step is repeated; ends without punctuation. */
export function repetition(playbook: Playbook, question: string): string {
  const each = playbook.questions[question]?.each;
  return each === undefined
    ? `For each answer to “${playbook.questions[question]?.ask ?? question}”`
    : `For each ${each}`;
}

/** The pull request that a step is about. */
export function pullRequest(playbook: Playbook, of: string): string {
  const opened = stepsIn(playbook).filter(({ step }) => opensPullRequest(step));
  return opened.length === 1 ? 'the pull request' : `the pull request of ${stepTitle(playbook, of)}`;
}

/** What is signed: the last commit of a pull request, or a pinned one. */
export function subjectWords(playbook: Playbook, of: string): string {
  const step = stepsIn(playbook).find(({ name }) => name === of)?.step;
  const pinned = step !== undefined && 'action' in step && step.action === 'pin-commit';
  return pinned ? `the commit of ${stepTitle(playbook, of)}` : `the last commit of ${pullRequest(playbook, of)}`;
}

/** Whether people do this step, not a machine. */
export function isPeoples(step: Step): boolean {
  if ('announce' in step) return step['reviewed-by'] !== undefined;
  return 'checklist' in step || 'sign-off' in step || 'window' in step || 'deploy' in step;
}
