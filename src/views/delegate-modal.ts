import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Delegation, Person, Release } from '../release/release.ts';
import { holdersOf } from '../release/role-people.ts';
import { roleTitle } from '../release/role-title.ts';
import { button, option, plain, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';
import { roleWords } from './role-words.ts';
import { targetText } from './target.ts';

export const delegateIds = {
  view: 'delegate',
  role: 'role',
  to: 'to',
  until: 'until',
  reason: 'reason',
  end: 'delegation:end',
} as const;

const mostShown = 20;

/** The roles that a person holds themselves, and so can hand on. */
export function rolesHeld(release: Release, person: Person): readonly string[] {
  return Object.keys(release.playbook.roles)
    .filter((role) => holdersOf(release, role).includes(person))
    .slice(0, 100); // options of a select
}

/** The delegations that a person gave or was given. */
export function delegationsWith(release: Release, person: Person): readonly Delegation[] {
  return release.delegations.filter(({ from, to }) => from === person || to === person).slice(0, mostShown);
}

function standing(release: Release, person: Person): readonly KnownBlock[] {
  return delegationsWith(release, person).map(({ role, from, to, until }, n) => ({
    ...section(
      `${mention(to)} acts as *${roleWords(release, role)}* for ${mention(from)} until ${slackDate(until, release.playbook['time-zone'])}.`,
    ),
    accessory: button({
      action: delegateIds.end,
      words: 'End it now',
      value: JSON.stringify({ release: release.id, role, from, to }),
      aloud: `End delegation ${n + 1}`,
    }),
  }));
}

function inputs(release: Release, roles: readonly string[]): readonly KnownBlock[] {
  const options = roles.map((name) => option(roleTitle(release.playbook, name), name));
  const [first] = options;
  if (first === undefined) return [];
  return [
    {
      type: 'input',
      block_id: delegateIds.role,
      label: plain('Role', 100),
      element: { type: 'static_select', action_id: 'value', options, initial_option: first },
    },
    {
      type: 'input',
      block_id: delegateIds.to,
      label: plain('To whom?', 100),
      hint: plain('Who signs for you may neither have started the release nor have written part of it.', 150),
      element: { type: 'users_select', action_id: 'value' },
    },
    {
      type: 'input',
      block_id: delegateIds.until,
      label: plain('Until when?', 100),
      element: { type: 'datetimepicker', action_id: 'value' },
    },
    {
      type: 'input',
      block_id: delegateIds.reason,
      label: plain('Why? It goes into the record.', 100),
      element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 1000 },
    },
  ];
}

/** Hands a role of the person's to somebody else for a time, and shows what they handed on or were handed. */
export function delegateModal(release: Release, person: Person): ModalView {
  const roles = rolesHeld(release, person);
  const what = `*${inertLine(`${release.component.name} ${release.semver}`, 120)}*`;
  return {
    type: 'modal',
    callback_id: delegateIds.view,
    private_metadata: targetText({ release: release.id }),
    title: plain('Hand on a role', 24),
    ...(roles.length === 0 ? {} : { submit: plain('Hand it on', 24) }),
    close: plain('Leave it', 24),
    blocks: [
      section(
        roles.length === 0
          ? `What was handed to you in ${what}.`
          : `Somebody else may act for you in ${what} until a time that you choose. You may still act yourself, and end it earlier.`,
      ),
      ...standing(release, person),
      ...inputs(release, roles),
    ],
  };
}

const element = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
  selected_date_time: z.number().nullish(),
});
const state = z.record(z.string(), z.record(z.string(), element));

/** What was chosen; undefined parts were left empty. */
export function readDelegateForm(values: unknown) {
  const read = state.safeParse(values).data ?? {};
  const at = (block: string) => Object.values(read[block] ?? {})[0];
  const until = at(delegateIds.until)?.selected_date_time;
  return {
    role: at(delegateIds.role)?.selected_option?.value,
    to: at(delegateIds.to)?.selected_user ?? undefined,
    until: until === undefined || until === null ? undefined : new Date(until * 1000),
    reason: at(delegateIds.reason)?.value ?? '',
  };
}

const ended = z.object({ release: z.string(), role: z.string(), from: z.string(), to: z.string() });

/** Which delegation a button ends; undefined for a value that no button of ours has. */
export function readEnded(value: string): z.output<typeof ended> | undefined {
  try {
    return ended.safeParse(JSON.parse(value)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
