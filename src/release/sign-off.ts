import type { SignOffStep } from './playbook-steps.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Person, plannedStep, type Release, stepState } from './release.ts';

function signOffStep(release: Release, step: string): SignOffStep {
  const planned = plannedStep(release, step)?.step;
  if (planned === undefined || !('sign-off' in planned)) throw new Error(`${step} is not a sign-off.`);
  return planned;
}

/** The commit that a signer is shown and binds to: the head of the pull request; undefined while there is none. */
export function subjectOf(release: Release, step: string): string | undefined {
  return release.steps[signOffStep(release, step).of]?.facts['head'];
}

/** Whether enough distinct people of the role approve the present subject and nobody objects to it. */
export function quorumReached(release: Release, step: string): boolean {
  const { 'sign-off': role } = signOffStep(release, step);
  const subject = subjectOf(release, step);
  const current = stepState(release, step).signatures.filter((s) => s.subject === subject);
  if (current.some((s) => s.decision !== 'approve')) return false;
  return current.length >= (release.playbook.roles[role]?.quorum ?? 1);
}

/** GitHub logins of those who wrote any of the pull request, as read from it. */
function authorsOf(release: Release, step: string): readonly string[] {
  return (release.steps[signOffStep(release, step).of]?.facts['authors'] ?? '')
    .split(' ')
    .filter((login) => login !== '');
}

/** Why this person may not sign here; undefined when they may. Judged by the Slack user id alone. */
export function mayNotSign(release: Release, step: string, by: Person): Refusal | undefined {
  const { 'sign-off': roleName } = signOffStep(release, step);
  const role = release.playbook.roles[roleName];
  const people = release.roles[roleName] ?? [];
  const title = role?.title ?? roleName;
  if (!people.includes(by)) return refusal('not_entitled', `Only the role ${title} may sign this.`, people);
  if (role?.not.includes('starter') === true && by === release.starter)
    return refusal(
      'separation_of_duties',
      `You started this release, so somebody else in the role ${title} must sign it.`,
      people.filter((p) => p !== by),
    );
  if (role?.not.includes('author') !== true) return undefined;
  const others = people.filter((p) => p !== by);
  const login = release.component.github[by];
  if (login === undefined)
    return refusal(
      'separation_of_duties',
      `Slipway does not know who you are on GitHub, so it cannot tell whether you wrote part of these changes. Somebody else in the role ${title} must sign them; put your login into slipway.yml for the next release.`,
      others,
    );
  if (authorsOf(release, step).some((author) => author.toLowerCase() === login.toLowerCase()))
    return refusal(
      'separation_of_duties',
      `You wrote part of these changes (as ${login} on GitHub), so somebody else in the role ${title} must sign them.`,
      others,
    );
  return undefined;
}
