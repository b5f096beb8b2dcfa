import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Person, Release } from '../release/release.ts';
import { roleTitle } from '../release/role-title.ts';
import { option, plain, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { mentions } from './mentions.ts';
import { roleWords } from './role-words.ts';
import { targetText } from './target.ts';

export const roleIds = {
  view: 'role',
  role: 'role:chosen',
  /** Another role is another input: Slack keeps what was chosen by block_id. */
  people: (role: string): string => `people.${role}`,
  reason: 'reason',
} as const;

const mostRoles = 100; // options of a select
const mostChosen = 50;

/** The roles that can be given to other people, as the select offers them. */
function rolesIn(release: Release): readonly string[] {
  return Object.keys(release.playbook.roles).slice(0, mostRoles);
}

function whoNow(release: Release, role: string): string {
  const people = release.roles[role] ?? [];
  const owners = release.sources[role]?.kind === 'codeowners';
  const named = people.length === 0 ? 'nobody' : mentions(people, 50);
  return owners
    ? `*${roleWords(release, role)}* are the owners of what changes, by CODEOWNERS. Beside them: ${named}.`
    : `*${roleWords(release, role)}* now: ${named}.`;
}

/** Gives a role of a running release to other people, with a reason. */
export function roleModal(release: Release, role: string): ModalView {
  const options = rolesIn(release).map((name) => option(roleTitle(release.playbook, name), name));
  const chosen = options.find(({ value }) => value === role);
  const people = (release.roles[role] ?? []).slice(0, mostChosen);
  const owners = release.sources[role]?.kind === 'codeowners';
  return {
    type: 'modal',
    callback_id: roleIds.view,
    private_metadata: targetText({ release: release.id }),
    title: plain('Change a role', 24),
    submit: plain('Change it', 24),
    close: plain('Leave it', 24),
    blocks: [
      section(
        `Who may act in *${inertLine(`${release.component.name} ${release.semver}`, 120)}* from now on. The thread tells it, and new people are asked for what waits for them.`,
      ),
      {
        type: 'input',
        block_id: roleIds.role,
        dispatch_action: true,
        label: plain('Role', 100),
        element: {
          type: 'static_select',
          action_id: roleIds.role,
          options,
          ...(chosen === undefined ? {} : { initial_option: chosen }),
        },
      },
      section(whoNow(release, role)),
      {
        type: 'input',
        block_id: roleIds.people(role),
        optional: owners,
        label: plain(owners ? 'Who may approve in place of any owner' : 'Who is it from now on?', 100),
        hint: plain('Only those whom slipway.yml entitles.', 150),
        element: {
          type: 'multi_users_select',
          action_id: 'value',
          ...(people.length === 0 ? {} : { initial_users: people }),
        },
      },
      {
        type: 'input',
        block_id: roleIds.reason,
        label: plain('Why? It goes into the record.', 100),
        element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 1000 },
      },
    ],
  };
}

const element = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_users: z.array(z.string()).nullish(),
});
const state = z.record(z.string(), z.record(z.string(), element));

/** What was chosen; undefined for a form of which no role is known. */
export function readRoleForm(
  values: unknown,
): { readonly role: string; readonly people: readonly Person[]; readonly reason: string } | undefined {
  const read = state.safeParse(values).data ?? {};
  const at = (block: string) => Object.values(read[block] ?? {})[0];
  const role = at(roleIds.role)?.selected_option?.value;
  if (role === undefined) return undefined;
  return { role, people: at(roleIds.people(role))?.selected_users ?? [], reason: at(roleIds.reason)?.value ?? '' };
}
