import type { Execute } from '../execute.ts';
import { mayNotManage, rolesOf } from '../release/entitlement.ts';
import type { RefusalCode } from '../release/refusal.ts';
import { isRunning, type Person, type Release } from '../release/release.ts';
import { mostPreselected } from '../release/start-roles.ts';
import { waitingOf } from '../release/waiting.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusalText } from '../views/refusal-text.ts';
import { refusedPlain } from '../views/refused-text.ts';
import { readRoleForm, roleIds, roleModal } from '../views/role-modal.ts';
import { readTarget } from '../views/target.ts';
import { inTime } from './in-time.ts';
import { notRunning } from './not-running.ts';
import type { RunningReleases } from './running-release.ts';
import { readTeams, teamsKnown } from './start-form-of.ts';
import { entitledTo, unfit } from './start-people.ts';
import type { StartPorts } from './start-ports.ts';
import { sourceOf } from './start-submission.ts';
import type { ActionContext, Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports extends Pick<StartPorts, 'groups' | 'people' | 'teams' | 'slipway' | 'links'> {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  nameOf(person: string): string;
}

const askMs = 900; // each: Slack waits 3 s for the answer to a form
const namesMs = 300;
const unknown = 'Slipway no longer knows this release. Ask for the form again.';

/** Whom slipway.yml entitles to a role of a release at this moment, or why that cannot be told. */
async function entitledNow(ports: Ports, release: Release, role: string) {
  const { components, people } = ports.slipway();
  const entry = components[release.component.name];
  if (entry === undefined)
    return { kind: 'sentence' as const, sentence: `slipway.yml has no component ${release.component.name} any more.` };
  const [groups] = await Promise.all([
    inTime(ports.groups.get(), askMs).then((answer) => answer ?? ports.groups.known()),
    readTeams(ports, { entry }, askMs),
  ]);
  const may = entitledTo(release.playbook, entry, groups, teamsKnown(ports))[role];
  const filling = entry.roles[role];
  if (may === undefined) return { kind: 'known' as const, people: undefined, filling };
  if (may.kind === 'people') return { kind: 'known' as const, people: may.people, filling };
  if (may.kind === 'owners') return { kind: 'known' as const, people: Object.keys(people), filling };
  if (may.kind === 'nobody') return { kind: 'sentence' as const, sentence: may.sentence };
  return {
    kind: 'sentence' as const,
    sentence: 'Slack or GitHub does not say at this moment who may be it. Try again in a moment.',
  };
}

/** Asks for people, so that they have names. */
async function meet(ports: Ports, people: readonly Person[], ms: number): Promise<void> {
  await Promise.all(people.slice(0, 20).map((id) => inTime(ports.people.get(id), ms)));
}

/** Why somebody of these cannot take part, such as a guest; undefined when all can, as far as Slack tells in time. */
async function unfitAmong(ports: Ports, people: readonly Person[]): Promise<string | undefined> {
  await meet(ports, people, askMs);
  const one = people.find((id) => unfit(ports.people.known(id)?.standing) !== undefined);
  if (one === undefined) return undefined;
  return `${ports.nameOf(one)} ${unfit(ports.people.known(one)?.standing)}, so choose somebody else.`;
}

const atReason: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['reason_missing']);

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  const form = readRoleForm(asked.view.values);
  if (release === undefined || form === undefined)
    return { kind: 'update', view: noticeModal('Change a role', unknown) };
  const { role, people, reason } = form;
  const wrong = (sentence: string, block = roleIds.people(role)): Answer => ({
    kind: 'errors',
    errors: { [block]: sentence },
  });
  const [entitled, misfit] = await Promise.all([entitledNow(ports, release, role), unfitAmong(ports, people)]);
  if (entitled.kind === 'sentence') return wrong(entitled.sentence);
  if (misfit !== undefined) return wrong(misfit);
  const all = entitled.people ?? [];
  const whole = all.length > 0 && all.slice(0, mostPreselected).every((one) => people.includes(one));
  const source = sourceOf(entitled.filling, whole);
  const follows = whole && source !== undefined && source.kind !== 'codeowners';
  const executed = await ports.execute(
    release.id,
    {
      type: 'ChangeRole',
      role,
      by: asked.person,
      people: follows ? all : people,
      reason,
      entitled: entitled.people,
      source,
    },
    asked.cause,
  );
  if (executed.kind !== 'refused') return { kind: 'close' };
  const now = executed.release ?? release;
  if (!isRunning(now)) return { kind: 'update', view: noticeModal('Change a role', notRunning(now)) };
  await meet(ports, executed.refusal.instead, namesMs);
  const sentence = refusedPlain(executed.refusal, ports.nameOf, now);
  return atReason.has(executed.refusal.refused) ? wrong(sentence, roleIds.reason) : wrong(sentence);
}

/** The form of another role. */
async function chosen(ports: Ports, asked: ActionContext): Promise<void> {
  const target = asked.view === undefined ? undefined : readTarget(asked.view.privateMetadata);
  const release = target === undefined ? undefined : await ports.execute.load(target.release);
  if (release === undefined || release.playbook.roles[asked.value] === undefined) return await asked.respond(unknown);
  await asked.update(roleModal(release, asked.value));
}

/** The role that somebody most probably wants to change: named, or waited for, or the first. */
function likely(release: Release, named: string | undefined): string | undefined {
  const roles = Object.keys(release.playbook.roles);
  const waited = waitingOf(release).flatMap((w) => rolesOf(w.planned))[0];
  return roles.find((name) => name === named) ?? waited ?? roles[0];
}

/** Those who run a release give one of its roles to other people, with a reason: by `/release role`. */
export function changeRoleStory(ports: Ports): Story {
  const word: Word = {
    word: 'role',
    usage: 'role [component]',
    says: 'Gives a role of the release to other people, with a reason.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'role', asked);
      if (typed === undefined) return;
      const { release, rest } = typed;
      if (!isRunning(release)) return await asked.respond(notRunning(release));
      const barred = mayNotManage(release, asked.person);
      if (barred !== undefined) return await asked.respond(refusalText(barred));
      const role = likely(release, rest[0]);
      if (role === undefined) return await asked.respond('This release has no roles.');
      await asked.open(roleModal(release, role));
    },
  };
  return {
    words: [word],
    opens: { [roleIds.role]: (asked) => chosen(ports, asked) },
    submissions: { [roleIds.view]: (asked) => submitted(ports, asked) },
  };
}
