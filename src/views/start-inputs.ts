import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { affectedReleases, patchAfter } from '../release/affected-release.ts';
import type { BumpKind, Playbook } from '../release/playbook.ts';
import type { StartFacts } from '../release/start-facts.ts';
import { type Entitled, mostPreselected } from '../release/start-roles.ts';
import { context, option, plain } from './blocks.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';
import { inputAction, startIds } from './start-form.ts';

const optionsEach = 100; // of a select, and of each of its groups
const optionValue = 150;
const mostOffered = 500; // a view may have 250 KB

type Question = Playbook['questions'][string];

function input(block: string, label: string, element: InputBlock['element'], optional = false): InputBlock {
  return { type: 'input', block_id: block, label: plain(label, 2000), element, optional };
}

/** Which component, where several live in the channel. Choosing another one fills the form anew. */
export function componentInput(names: readonly string[], selected: string): InputBlock {
  const options = names.slice(0, optionsEach).map((name) => option(name, name));
  const initial = options.find(({ value }) => value === selected);
  return {
    ...input(startIds.component, 'Component', {
      type: 'static_select',
      action_id: startIds.component,
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    }),
    dispatch_action: true,
  };
}

/** A release, or a hotfix of an earlier one, where the component has a playbook for it. Choosing the other fills the form anew. */
export function whatInput(hotfix: boolean): InputBlock {
  const [release, patch] = [
    option('A release of what is new', 'release'),
    option('A hotfix of an earlier release', 'hotfix'),
  ];
  return {
    ...input(startIds.what, 'What is started', {
      type: 'static_select',
      action_id: startIds.what,
      options: [release, patch],
      initial_option: hotfix ? patch : release,
    }),
    dispatch_action: true,
  };
}

/** Patch, minor or major. */
export function bumpInput(component: string, choices: readonly BumpKind[], selected: BumpKind): InputBlock {
  const options = choices.map((choice) => option(choice, choice));
  const initial = options.find(({ value }) => value === selected);
  return input(startIds.bump(component), 'Kind of version', {
    type: 'radio_buttons',
    action_id: inputAction,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  });
}

/** Options in groups of a hundred, each named after its first and last: Slack offers a hundred at once. */
function inGroups(options: readonly PlainTextOption[]) {
  const parts = Array.from({ length: Math.ceil(options.length / optionsEach) }, (_, n) =>
    options.slice(n * optionsEach, (n + 1) * optionsEach),
  );
  return parts.map((part) => ({
    label: plain(`${part[0]?.text.text.slice(0, 30)} … ${part.at(-1)?.text.text.slice(0, 30)}`, 75),
    options: part,
  }));
}

/**
 * The folders that GitHub has, to choose from; a sentence while they are not known, or where there are none. The input comes
 * with them, under an id of its own: an external select would ask for its options at each key, and not at all while GitHub is down.
 */
export function foldersBlock(
  name: string,
  { ask, several, optional, under = '/' }: Question,
  component: string,
  choices: readonly string[] | undefined,
): KnownBlock {
  if (choices === undefined) return context(`*${inertLine(ask)}* are offered here once GitHub has answered.`);
  const fits = choices.filter((choice) => choice.length <= optionValue);
  if (fits.length === 0) return context(`*${inertLine(ask)}* There is no folder under ${inertLine(under)}.`);
  const options = fits.slice(0, mostOffered).map((choice) => option(choice, choice));
  const left = fits.length - options.length;
  const offered = options.length <= optionsEach ? { options: [...options] } : { option_groups: inGroups(options) };
  const shared = { action_id: inputAction, placeholder: plain(`Folders under ${under}`, 150), ...offered };
  const element: InputBlock['element'] = several
    ? { type: 'multi_static_select', ...shared }
    : { type: 'static_select', ...shared };
  const asked = input(startIds.folders(component, name, choices), ask, element, optional);
  return left === 0
    ? asked
    : { ...asked, hint: plain(`The first ${mostOffered}; ${left} more are not offered.`, 2000) };
}

/** The releases that can be patched, each with what it would become; the latest is chosen already. */
export function tagBlock(
  name: string,
  { ask }: Question,
  { component, playbook }: { readonly component: string; readonly playbook: Pick<Playbook, 'tag'> },
  facts: StartFacts | undefined,
): KnownBlock {
  if (facts === undefined) return context(`*${inertLine(ask)}* is offered here once GitHub has answered.`);
  const known = affectedReleases(playbook, facts).filter(({ tag }) => tag.length <= optionValue);
  const options = known.slice(0, optionsEach).map((affected) => {
    const { tag } = patchAfter(playbook.tag, affected, facts);
    return option(
      facts.tags.includes(tag) ? `${affected.tag} (${tag} exists)` : `${affected.tag} → ${tag}`,
      affected.tag,
    );
  });
  const [latest] = options;
  if (latest === undefined) return context(`*${inertLine(ask)}* Nothing is released yet.`);
  const choices = known.map(({ tag }) => tag);
  return input(startIds.folders(component, name, choices), ask, {
    type: 'static_select',
    action_id: inputAction,
    options,
    initial_option: latest,
  });
}

/** A question of the playbook that needs nothing of GitHub. */
export function questionInput(playbook: string, name: string, { ask, kind, hint, optional }: Question): InputBlock {
  const block = startIds.question(playbook, name);
  if (kind === 'yes-no') {
    const no = option('No', 'no');
    const options = [option('Yes', 'yes'), no];
    return input(block, ask, { type: 'radio_buttons', action_id: inputAction, options, initial_option: no });
  }
  const placeholder = hint === undefined ? {} : { placeholder: plain(hint, 150) };
  const size = kind === 'issue' ? { max_length: 200 } : { multiline: true, max_length: 3000 };
  return input(block, ask, { type: 'plain_text_input', action_id: inputAction, ...size, ...placeholder }, optional);
}

/** Who fills a role: those who may are chosen already. */
export function roleBlock(
  name: string,
  { title, quorum }: Playbook['roles'][string],
  component: string,
  entitled: Entitled,
): KnownBlock {
  if (entitled.kind === 'unknown') return context(`*${inertLine(title)}*: Slack is asked who may be chosen.`);
  if (entitled.kind === 'owners')
    return context(`*${inertLine(title)}*: the owners of what changes, by CODEOWNERS, once the pull request is open.`);
  if (entitled.kind === 'nobody') return context(`:warning: ${inertLine(entitled.sentence, 500)}`);
  const users = entitled.people.slice(0, mostPreselected);
  const label = quorum === 1 ? title : `${title} (${quorum} have to sign)`;
  const asked = input(startIds.role(component, name), label, {
    type: 'multi_users_select',
    action_id: inputAction,
    initial_users: [...users],
  });
  const { strangers = [] } = entitled;
  if (strangers.length === 0) return asked;
  return {
    ...asked,
    hint: plain(
      `Also in the team on GitHub, but not named under people: in slipway.yml: ${strangers.join(', ')}.`,
      2000,
    ),
  };
}

/** The roles that whoever starts fills. */
export function starterLine(playbook: Playbook, starter: string): KnownBlock | undefined {
  const titles = Object.values(playbook.roles).flatMap((role) => (role.from === 'starter' ? [role.title] : []));
  return titles.length === 0 ? undefined : context(`*${inertLine(titles.join(', '))}*: ${mention(starter)}`);
}

/** When it should be out; for people, nothing is started by it. */
export function targetInput(): InputBlock {
  return {
    ...input(startIds.target, 'Target time', { type: 'datetimepicker', action_id: inputAction }, true),
    hint: plain('When it should be out, in your own time zone. For people to see; nothing starts by itself.', 2000),
  };
}
