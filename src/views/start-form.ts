import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../release/answers.ts';
import { type BumpKind, bumpKind, type Playbook } from '../release/playbook.ts';

/** Ids of the start form. The component is in most of them, so that another component's inputs start afresh. */
export const startIds = {
  callback: 'start',
  component: 'start:component',
  /** A release, or a hotfix of an earlier one. */
  what: 'start:what',
  retry: 'start:retry',
  target: 'target',
  bump: (component: string): string => `bump.${component}`,
  question: (playbook: string, name: string): string => `question.${playbook}.${name}`,
  /** Folders or tags. Options that changed on GitHub make it another input: Slack keeps what was chosen by block_id. */
  folders: (component: string, name: string, choices: readonly string[]): string =>
    `folders.${component}.${name}.${createHash('sha256').update(choices.join('\n')).digest('hex').slice(0, 8)}`,
  role: (component: string, name: string): string => `role.${component}.${name}`,
} as const;

/** The only action_id of every input but the component's: blocks tell them apart. */
export const inputAction = 'value';

const metadata = z.object({
  component: z.string(),
  channel: z.string(),
  bump: bumpKind.optional(),
  hotfix: z.boolean().optional(),
});
/** Which form it is. Untrusted, like all that comes back. */
export type StartMetadata = z.infer<typeof metadata>;

/** Reads the form's private_metadata; throws for one that no form of ours has. */
export function readStartMetadata(text: string): StartMetadata {
  return metadata.parse(JSON.parse(text));
}

const chosen = z.object({ value: z.string() });
const element = z.object({
  value: z.string().nullish(),
  selected_option: chosen.nullish(),
  selected_options: z.array(chosen).nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_date_time: z.number().nullish(),
});
const state = z.record(z.string(), z.record(z.string(), element));
type Element = z.output<typeof element>;

/** What a person put into the start form. Undefined: nothing. */
export interface StartInput {
  /** As the select shows it; undefined where there is no select. */
  readonly component: string | undefined;
  /** Whether its select says that an earlier release is patched; undefined where there is no select. */
  readonly hotfix: boolean | undefined;
  readonly bump: BumpKind | undefined;
  readonly answers: Readonly<Record<string, Answer | undefined>>;
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly targetAt: Date | undefined;
}

function answerIn(given: Element | undefined, question: Playbook['questions'][string]): Answer | undefined {
  if (question.kind === 'yes-no') {
    const said = given?.selected_option?.value;
    return said === undefined ? undefined : said === 'yes';
  }
  if (question.kind === 'text' || question.kind === 'issue') return given?.value?.trim() ?? '';
  if (question.kind === 'tag') return given?.selected_option?.value;
  const several = given?.selected_options?.map(({ value }) => value);
  const one = given?.selected_option?.value;
  return several ?? (one === undefined ? undefined : [one]);
}

/** Reads `view.state.values` of a start form of this component and playbook. */
export function readStartForm(values: unknown, component: string, playbook: Playbook): StartInput {
  const read = state.parse(values);
  const at = (block: string): Element | undefined => Object.values(read[block] ?? {})[0];
  const offered = (name: string): Element | undefined => {
    const prefix = `folders.${component}.${name}.`;
    return at(Object.keys(read).find((block) => block.startsWith(prefix)) ?? '');
  };
  const target = at(startIds.target)?.selected_date_time;
  const what = at(startIds.what)?.selected_option?.value;
  return {
    component: at(startIds.component)?.selected_option?.value,
    hotfix: what === undefined ? undefined : what === 'hotfix',
    bump: bumpKind.safeParse(at(startIds.bump(component))?.selected_option?.value).data,
    answers: Object.fromEntries(
      Object.entries(playbook.questions).map(([name, question]) => {
        const fromGitHub = question.kind === 'folders' || question.kind === 'tag';
        const given = fromGitHub ? offered(name) : at(startIds.question(playbook.playbook, name));
        return [name, answerIn(given, question)];
      }),
    ),
    roles: Object.fromEntries(
      Object.keys(playbook.roles).map((name) => [name, at(startIds.role(component, name))?.selected_users ?? []]),
    ),
    targetAt: target === undefined || target === null ? undefined : new Date(target * 1000),
  };
}
