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

/** What conditions are judged by: the start modal's answers, the bump, and the changes-touch checks that found something. */
export interface Circumstances {
  readonly answers: Answers;
  readonly bump: string;
  /** Names of the changes-touch checks whose changes touch what they look for; absent before any was read. */
  readonly touched?: ReadonlySet<string> | undefined;
}

/** One of the conditions that `or` joins. */
export interface Condition {
  /** The question, or the changes-touch check, that it names; absent where it is about the bump. */
  readonly name?: string;
  readonly negated: boolean;
  readonly bump?: string;
}

/** A `when:` read, its parts in order; undefined when it is not of the language. */
export function readWhen(when: string): readonly Condition[] | undefined {
  const parts = when.split(' or ').map((part): Condition | undefined => {
    const bump = bumpIs.exec(part)?.[1];
    if (bump !== undefined) return { bump, negated: false };
    const [, negated, named] = name.exec(part) ?? [];
    return named === undefined ? undefined : { name: named, negated: negated !== undefined };
  });
  const read = parts.filter((part) => part !== undefined);
  return read.length === parts.length ? read : undefined;
}

/** Whether a `when:` holds; one that is absent always does. */
export function holds(when: string | undefined, { answers, bump, touched }: Circumstances): boolean {
  if (when === undefined) return true;
  return (readWhen(when) ?? []).some((part) => {
    if (part.name === undefined) return part.bump === bump;
    return (isYes(answers[part.name]) || touched?.has(part.name) === true) !== part.negated;
  });
}
