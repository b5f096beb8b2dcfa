import type { ReleaseEvent } from '../release/events.ts';
import { begunDeploys, type Redeployment } from '../release/redeploy.ts';
import { plannedStep, type Release } from '../release/release.ts';
import { announcementOf, deletesTag, tagOfTask, tagsBeside, withdrawalPlan } from '../release/withdrawal.ts';
import { listed } from '../release/wording.ts';
import { inertLine, inertWithLink, link } from './escape.ts';
import { mention } from './mentions.ts';
import { roleWords } from './role-words.ts';

function taskLine(release: Release, task: string, { to, steps }: Redeployment): string {
  const step = announcementOf(task);
  const planned = step === undefined ? undefined : plannedStep(release, step);
  if (planned !== undefined && 'announce' in planned.step)
    return `The channel ${inertLine(planned.step.announce, 60)}, where it was announced, is told.`;
  const tag = inertLine(tagOfTask(release, task), 80);
  if (!deletesTag(task))
    return `The GitHub release ${tag} is marked as withdrawn, with the reason, and is no longer the latest.`;
  const last =
    to === undefined || steps.length === 0
      ? ''
      : `Last, once ${inertLine(to.version, 60)} is deployed or that is given up: `;
  return `${last}The tag ${tag} is deleted, if GitHub lets it be; then GitHub makes its release a draft.`;
}

/** Who is asked for which button, and what it needs besides. */
function askedLine(release: Release, step: string, version: string): readonly string[] {
  const planned = plannedStep(release, step);
  if (planned === undefined || !('deploy' in planned.step)) return [];
  const { deploy, by, with: others = [] } = planned.step;
  const titles = (roles: readonly string[]) => roles.map((role) => roleWords(release, role));
  const confirmed = others.length === 0 ? '' : `, which somebody else confirms as ${listed(titles(others))}`;
  const environment = inertLine(deploy, 60);
  return [
    `${listed(titles(by), 'or')} is asked for “Deploy ${inertLine(version, 60)} to ${environment}”${confirmed}. Until that has ended, ${environment} keeps what it runs.`,
  ];
}

/** What was deployed somewhere and stays there. */
function staysLines(release: Release, { steps, left }: Redeployment): readonly string[] {
  const back = new Set(steps);
  const stay =
    release.previousTag === undefined
      ? ': there is no release before this one.'
      : `. If it must not, deploy ${inertLine(release.previousTag, 80)} there by hand.`;
  const stays = begunDeploys(release).filter(({ id }) => !back.has(id));
  return [...new Set(stays.map(({ step }) => step.deploy))].map((environment) => {
    const because = left.find((one) => one.environment === environment)?.because;
    return `What runs in ${inertLine(environment, 60)} stays as it is${because === undefined ? stay : `: ${inertLine(because, 300)}.`}`;
  });
}

function tagsStay(release: Release): string {
  const tags = [release.tag, ...tagsBeside(release)].map((tag) => inertLine(tag, 80));
  return tags.length === 1
    ? `The tag ${listed(tags)} stays, and its version is not used again.`
    : `The tags ${listed(tags)} stay, and the version is not used again.`;
}

/** What Slipway takes back and brings back, in the order in which it does, and what it does not. Mrkdwn. */
export function withdrawalWill(release: Release, redeployment: Redeployment): readonly string[] {
  const plan = withdrawalPlan(release);
  const deleted = plan.filter(deletesTag);
  const { to, steps } = redeployment;
  const lines = [
    ...plan.filter((task) => !deletesTag(task)).map((task) => taskLine(release, task, redeployment)),
    ...(to === undefined ? [] : steps.flatMap((step) => askedLine(release, step, to.version))),
    ...staysLines(release, redeployment),
    ...(deleted.length > 0 ? deleted.map((task) => taskLine(release, task, redeployment)) : [tagsStay(release)]),
  ];
  return lines.map((line, n) => `${n + 1}. ${line}`);
}

/** The telling of a withdrawal. Mrkdwn. */
export function withdrawalTold(
  release: Release,
  { by, reason, redeploy, left = [] }: Extract<ReleaseEvent, { type: 'ReleaseWithdrawn' }>,
): readonly string[] {
  const what = `${inertLine(release.component.name, 80)} ${release.semver}`;
  return [
    `⛔ Withdrawn by ${mention(by)}: *${what}*. ${inertLine(reason, 1000)}`,
    ...withdrawalWill(release, { to: redeploy, steps: redeploy?.steps ?? [], left }),
  ];
}

/** What came of a withdrawal so far. Mrkdwn; empty where there is none. */
export function withdrawnLines({ withdrawn }: Release): readonly string[] {
  return Object.values(withdrawn?.carriedOut ?? {}).map(({ refused, sentence, link: to }) => {
    const said = to === undefined ? inertWithLink(sentence) : link(to, sentence, 300);
    return `${refused ? '⚠️ Not taken back' : '⛔ Taken back'}: ${said}`;
  });
}
