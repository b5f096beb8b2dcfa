import { affectedMistake, affectedQuestion } from './affected-release.ts';
import type { Answer } from './answers.ts';
import { type IssueLook, issueMistake } from './asked-issue.ts';
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

/** The issues that the answers name, as GitHub told of them. */
export interface IssuesAsked {
  readonly repository: string;
  /** By question; one that is not there was not to be read. */
  readonly looks: Readonly<Record<string, IssueLook>>;
}

/** What is wrong with the answers, by question; empty when all is well. Plain text. */
export function answerMistakes(
  playbook: Playbook,
  answers: Readonly<Record<string, Answer | undefined>>,
  facts: StartFacts,
  issues?: IssuesAsked,
): ReadonlyMap<string, string> {
  const branch = playbook['released-from'];
  function mistakeOf(name: string, question: Playbook['questions'][string]): string | undefined {
    const given = answers[name];
    if (question.kind === 'tag') return affectedMistake(playbook, given, facts);
    if (question.kind === 'issue' && issues !== undefined && typeof given === 'string' && given !== '')
      return issueMistake(given, issues.repository, issues.looks[name]);
    return mistakeIn(question, given, facts.folders[name] ?? [], branch);
  }
  return new Map(
    Object.entries(playbook.questions).flatMap(([name, question]) => {
      const mistake = mistakeOf(name, question);
      return mistake === undefined ? [] : [[name, mistake] as const];
    }),
  );
}

/** Why this version cannot be released; undefined when it can, or where it is asked for by its tag. Plain text. */
export function versionMistake(playbook: Playbook, bump: BumpKind, facts: StartFacts): string | undefined {
  if (affectedQuestion(playbook) !== undefined) return undefined; // told at the question; what it brings comes later
  const { tag } = nextTag(playbook.tag, facts, bump);
  if (facts.tags.includes(tag)) return `The tag ${tag} exists already. Choose another kind of version.`;
  if (facts.changes.commits > 0) return undefined;
  const since = facts.latest === undefined ? '' : ` since ${facts.latest.tag}`;
  return `Nothing is new on ${playbook['released-from']}${since}, so there is nothing to release.`;
}
