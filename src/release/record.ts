import { personOf } from './record-person.ts';
import { stepRecord } from './record-step.ts';
import { runsNow } from './redeploy.ts';
import type { Release } from './release.ts';
import { releasePullRequest, taggedCommit } from './released-commit.ts';

/** What was forced: by whom, why, and what the review of it came to. */
function forcedOf(release: Release) {
  return release.reviews.map(({ step, askedBy, askedFor, confirmedBy, reason, at, closed }) => ({
    step,
    askedBy: personOf(release, askedBy),
    ...(askedFor === undefined ? {} : { askedFor: personOf(release, askedFor) }),
    confirmedBy: personOf(release, confirmedBy),
    reason,
    at: at.toISOString(),
    review:
      closed === undefined
        ? null
        : { by: personOf(release, closed.by), at: closed.at.toISOString(), conclusion: closed.conclusion },
  }));
}

/** What a withdrawal brought back: what runs now in each environment; null where the version before was not brought back. */
function broughtBackOf(release: Release) {
  const { redeploy, left = [], givenUp } = release.withdrawn ?? {};
  const environments = runsNow(release).map(({ environment, tag, step }) => [
    environment,
    { runs: tag ?? null, step: step.id },
  ]);
  return {
    ...(redeploy === undefined ? {} : { redeployed: redeploy.tag, environments: Object.fromEntries(environments) }),
    ...(left.length === 0 ? {} : { left }),
    ...(givenUp === undefined
      ? {}
      : { givenUp: { by: personOf(release, givenUp.by), at: givenUp.at.toISOString(), reason: givenUp.reason } }),
  };
}

/** Who came into a role, left it, handed it on or stood in, when and why. */
function roleChangeOf(release: Release, { at, event }: Release['roleLog'][number]) {
  const people = Object.entries(event).map(([name, value]) => {
    if (name === 'by' && value === 'slipway') return [name, value];
    if (['by', 'from', 'to'].includes(name) && typeof value === 'string') return [name, personOf(release, value)];
    const listed = ['people', 'came', 'left'].includes(name) && Array.isArray(value);
    return [name, listed ? value.map((one) => personOf(release, String(one))) : value];
  });
  return { ...Object.fromEntries(people), at: at.toISOString() };
}

/** The branches that took no changes while the release was signed, and from when to when. */
function frozenOf(release: Release) {
  return Object.values(release.freezes).map(({ branch, at, refused, liftedAt }) => ({
    branch,
    from: at.toISOString(),
    until: liftedAt?.toISOString() ?? null,
    ...(refused === undefined ? {} : { refused }),
  }));
}

/** The changes that somebody had taken out of the release, and what came of it. */
function takenOutOf(release: Release) {
  return release.takeOuts.map(({ change, title, by, at, reason, opened, ended }) => ({
    change,
    title,
    by: personOf(release, by),
    at: at.toISOString(),
    reason,
    pullRequest: opened?.number ?? null,
    ended: ended === undefined ? null : { how: ended.how, at: ended.at.toISOString() },
  }));
}

/** The record of a release as an auditor reads it: who did what when, on which evidence, by which playbook. Plain data for JSON. */
export function releaseRecord(release: Release) {
  const pull = releasePullRequest(release);
  return {
    record: 'slipway-release/1',
    release: release.id,
    component: release.component.name,
    repository: release.component.repository,
    version: release.semver,
    bump: release.bump,
    previousTag: release.previousTag ?? null,
    tag: release.tag,
    commit: taggedCommit(release) ?? null,
    pullRequest:
      pull === undefined
        ? null
        : { number: Number(pull['number']), url: pull['url'] ?? null, head: pull['head'] ?? null },
    playbook: { name: release.playbook.playbook, digest: release.playbookDigest },
    startedBy: personOf(release, release.starter),
    startedAt: release.startedAt.toISOString(),
    answers: release.answers,
    roles: Object.fromEntries(
      Object.entries(release.roles).map(([role, people]) => [role, people.map((p) => personOf(release, p))]),
    ),
    ...(release.lessons.length === 0
      ? {}
      : {
          lessons: release.lessons.map(({ by, at, text }) => ({
            by: personOf(release, by),
            at: at.toISOString(),
            text,
          })),
        }),
    ...(release.withdrawn === undefined
      ? {}
      : {
          withdrawn: {
            by: personOf(release, release.withdrawn.by),
            at: release.withdrawn.at.toISOString(),
            reason: release.withdrawn.reason,
            carriedOut: release.withdrawn.carriedOut,
            ...broughtBackOf(release),
          },
        }),
    ...(release.roleLog.length === 0 ? {} : { roleChanges: release.roleLog.map((one) => roleChangeOf(release, one)) }),
    ...(Object.keys(release.freezes).length === 0 ? {} : { frozen: frozenOf(release) }),
    ...(release.takeOuts.length === 0 ? {} : { takenOut: takenOutOf(release) }),
    ...(release.reviews.length === 0 ? {} : { forced: forcedOf(release) }),
    events: release.version,
    steps: release.plan.map((planned) => stepRecord(release, planned)),
  };
}
