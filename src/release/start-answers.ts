import type { Answer } from './answers.ts';
import type { BumpKind, Playbook } from './playbook.ts';
import { nextTag, type StartFacts } from './start-facts.ts';

function mistakeIn(
  question: Playbook['questions'][string],
  given: Answer | undefined,
  choices: readonly string[],
  branch: string,
): string | undefined {
  const missing = given === undefined || (typeof given !== 'boolean' && given.length === 0);
  if (missing && question.optional) return undefined;
  if (question.kind !== 'folders') return missing ? 'This needs an answer.' : undefined;
  if (choices.length === 0)
    return `There is no folder under ${question.under ?? '/'} on ${branch} yet. Push one, then Retry.`;
  if (missing) return 'Choose at least one.';
  const gone = [given].flat().filter((one) => typeof one !== 'string' || !choices.includes(one));
  if (gone.length === 0) return undefined;
  return `${gone.join(', ')} is not under ${question.under ?? '/'} on ${branch} any more. Choose again.`;
}

/** What is wrong with the answers, by question; empty when all is well. Plain text. */
export function answerMistakes(
  playbook: Playbook,
  answers: Readonly<Record<string, Answer | undefined>>,
  facts: StartFacts,
): ReadonlyMap<string, string> {
  const branch = playbook['released-from'];
  return new Map(
    Object.entries(playbook.questions).flatMap(([name, question]) => {
      const mistake = mistakeIn(question, answers[name], facts.folders[name] ?? [], branch);
      return mistake === undefined ? [] : [[name, mistake] as const];
    }),
  );
}

/** Why this version cannot be released; undefined when it can. Plain text. */
export function versionMistake(playbook: Playbook, bump: BumpKind, facts: StartFacts): string | undefined {
  const { tag } = nextTag(playbook.tag, facts, bump);
  if (facts.tags.includes(tag)) return `The tag ${tag} exists already. Choose another kind of version.`;
  if (facts.changes.commits > 0) return undefined;
  const since = facts.latest === undefined ? '' : ` since ${facts.latest.tag}`;
  return `Nothing is new on ${playbook['released-from']}${since}, so there is nothing to release.`;
}
