import { readWhen } from './answers.ts';
import type { Playbook } from './playbook.ts';
import type { Step } from './playbook-steps.ts';
import { stepsIn } from './playbook-walk.ts';

const units = { m: 'minute', h: 'hour', d: 'day' } as const;

/** `60m` as "60 minutes". */
export function spelt(duration: string): string {
  const count = Number.parseInt(duration, 10);
  const unit = Object.entries(units).find(([letter]) => duration.endsWith(letter))?.[1] ?? '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** A role as a sentence names it: its title, like a name. */
export function roleName(playbook: Playbook, role: string): string {
  return playbook.roles[role]?.title ?? role;
}

/** The step of that name, by its title. */
function stepTitle(playbook: Playbook, name: string): string {
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
    .replaceAll(/<([a-z0-9-]+)>/g, (whole, name: string) => {
      const question = playbook.questions[name];
      if (question !== undefined) return `the answer to “${question.ask}”`;
      return name === 'tag' ? 'the tag' : whole;
    });
}

/** The condition of a `when:`; ends without punctuation. */
export function condition(playbook: Playbook, when: string): string {
  const bump = /^bump is (\w+)$/.exec(when)?.[1];
  if (bump !== undefined) return `Only in a ${bump} release`;
  const name = readWhen(when)?.question ?? when;
  const question = playbook.questions[name];
  const yes = !when.startsWith('not ');
  const ask = `“${question?.ask ?? name}”`;
  if (question?.kind === 'yes-no') return `Only if ${ask} was answered ${yes ? 'yes' : 'no'}`;
  return `Only if ${ask} was ${yes ? 'answered' : 'left empty'}`;
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
  const opened = stepsIn(playbook).filter(({ step }) => 'action' in step && step.action === 'open-pull-request');
  return opened.length === 1 ? 'the pull request' : `the pull request of ${stepTitle(playbook, of)}`;
}

/** Whether people do this step, not a machine. */
export function isPeoples(step: Step): boolean {
  return 'checklist' in step || 'sign-off' in step || 'deploy' in step;
}
