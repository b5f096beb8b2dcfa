import type { Hint } from '../sandbox/page/contract.ts';
import { confirmedSoFar, confirmersOf } from '../src/release/deploy-confirmation.ts';
import { managersOf } from '../src/release/entitlement.ts';
import { mayNotSignAs } from '../src/release/may-sign.ts';
import type { PlannedStep } from '../src/release/plan.ts';
import type { Person, Release } from '../src/release/release.ts';
import { roleTitle } from '../src/release/role-title.ts';
import { signedSoFar } from '../src/release/sign-off.ts';
import type { Waiting } from '../src/release/waiting.ts';
import { listed } from '../src/release/wording.ts';
import { actionIds } from '../src/views/action-ids.ts';
import { isJoint } from '../src/views/signed-so-far.ts';

/** How people are called. */
export type NameOf = (person: Person) => string;

/** A click that brings a step further. */
interface Doing {
  readonly action: string;
  readonly words: string;
}

/** `Lena or Tom`: any of them. */
export function anyOf(nameOf: NameOf, people: readonly Person[]): string {
  return people.length === 0 ? 'nobody' : listed(people.map(nameOf), 'or');
}

/** Whose turn it is; where several roles sign together, who of each. */
function whoOf(nameOf: NameOf, release: Release, planned: PlannedStep, people: readonly Person[]): string {
  const lacking = isJoint(planned) ? signedSoFar(release, planned.id).lacking : [];
  if (lacking.length === 0) return anyOf(nameOf, people);
  const seats = lacking.map(({ role, needed }) => {
    const own = people.filter((by) => mayNotSignAs(release, planned.id, role, by) === undefined);
    const count = needed > 1 ? `${needed} of ` : '';
    return `${count}${anyOf(nameOf, own)} (${roleTitle(release.playbook, role)})`;
  });
  return listed(seats);
}

const how: Readonly<Record<string, string>> = {
  [actionIds.checklist]: 'tick what is true, and press Save. Its button is on the card and in the thread.',
  [actionIds.reviewAnnouncement]: 'read it, edit its text if need be, and press Post.',
  [actionIds.scheduleWindow]:
    'choose its start, and press Schedule. Its button is on the card and in the thread; /release window opens the form too.',
};

function howToSign(release: Release, planned: PlannedStep): string {
  const each = isJoint(planned) && signedSoFar(release, planned.id).lacking.length > 1;
  return `read what is signed, decide, and press Send decision.${each ? ' One of each role has to sign.' : ''}`;
}

/** A deployment that others confirm starts with the last of them, not with who presses first. */
function howToDeploy(nameOf: NameOf, release: Release, planned: PlannedStep, action: string): string {
  const { lacking } = confirmedSoFar(release, planned);
  const starts = 'deploy' in planned.step && planned.step.workflow !== undefined;
  const others = confirmersOf(release, planned);
  const last = action === actionIds.deploy ? 0 : 1; // so many confirmations are missing before whose press starts it
  if (lacking.length <= last) return starts ? 'and confirm: Slipway starts the workflow once.' : 'and confirm.';
  const roles = listed(lacking.map(({ role }) => roleTitle(release.playbook, role)));
  if (lacking.length > 1) return `and confirm. Nothing starts before one of each has confirmed it: ${roles}.`;
  return `and confirm. Nothing starts before somebody else confirms it: ${anyOf(nameOf, others)}.`;
}

function howTo(nameOf: NameOf, release: Release, planned: PlannedStep, action: string): string {
  if (action === actionIds.signOff) return howToSign(release, planned);
  if (action === actionIds.deploy || action === actionIds.confirmDeploy)
    return howToDeploy(nameOf, release, planned, action);
  return how[action] ?? 'and go on.';
}

/** What failed, why, and what to do; what GitHub or Slipway advised names the button already, mostly. */
function failedHint(release: Release, { planned, title, state }: Waiting, words: string): Hint {
  const { sentence = '', remedy = '' } = state.failure ?? {};
  const press = remedy.includes(words) ? '' : `Click “${words}” on the card.`;
  return {
    id: `${planned.id}.failed`,
    title: `“${title}” has failed.`,
    text: [sentence, remedy, press].filter((one) => one !== '').join(' '),
    as: managersOf(release),
    where: release.component.channel,
  };
}

/** Whose turn it is at a step, and what they click. */
export function personHint(nameOf: NameOf, release: Release, waiting: Waiting, { action, words }: Doing): Hint {
  const { planned, people, title, state } = waiting;
  if (state.status === 'failed') return failedHint(release, waiting, words);
  // Deploying is for operations, although whoever runs the release may.
  const takers = action === actionIds.deploy ? people.filter((person) => person !== release.starter) : people;
  const asked = takers.length > 0 ? takers : people;
  const why = planned.redeploys === undefined ? '' : `${release.component.name} ${release.semver} was withdrawn. `;
  return {
    id: planned.id,
    title: `${title}: it is the turn of ${whoOf(nameOf, release, planned, asked)}.`,
    text: `${why}Click “${words}”, ${howTo(nameOf, release, planned, action)}`,
    as: asked,
    where: release.component.channel,
  };
}
