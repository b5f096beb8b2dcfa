import { z } from 'zod';

/** What the start modal's questions were answered with: yes-no, text, or several. */
export const answer = z.union([z.boolean(), z.string(), z.array(z.string())]);
export type Answer = z.infer<typeof answer>;
export type Answers = Readonly<Record<string, Answer>>;

/** Whether an answer says yes: true, a text that is not empty, at least one of several. */
export function isYes(given: Answer | undefined): boolean {
  return typeof given === 'boolean' ? given : given !== undefined && given.length > 0;
}

const bumpIs = /^bump is (patch|minor|major)$/;
const name = /^(not )?([a-z][a-z0-9-]*)$/;

/** A `when:` read: the question it names, or nothing where it is about the bump; undefined when it is not of the language. */
export function readWhen(
  when: string,
): { readonly question?: string; holds(answers: Answers, bump: string): boolean } | undefined {
  const bump = bumpIs.exec(when)?.[1];
  if (bump !== undefined) return { holds: (_, chosen) => chosen === bump };
  const [, negated, question] = name.exec(when) ?? [];
  if (question === undefined) return undefined;
  return { question, holds: (answers) => isYes(answers[question]) === (negated === undefined) };
}
