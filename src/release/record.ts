import { itemsOf } from './checklist.ts';
import { fill } from './placeholders.ts';
import type { PlannedStep } from './plan.ts';
import { type Person, type Release, stepState } from './release.ts';
import { titleOf, valuesOf } from './waiting.ts';

/** A person as the record names them: Slack id, and GitHub login where slipway.yml knows it. */
function personOf(release: Release, slack: Person | undefined) {
  if (slack === undefined) return undefined;
  const github = release.component.github[slack];
  return github === undefined ? { slack } : { slack, github };
}

function signOffsOf(release: Release, { id, step }: PlannedStep) {
  if (!('sign-off' in step)) return undefined;
  const { signatures, voided } = stepState(release, id);
  return [...voided, ...signatures].map((signature) => {
    const { by, decision, comment, subject, at } = signature;
    return {
      by: personOf(release, by),
      role: step['sign-off'],
      decision,
      ...(comment === undefined ? {} : { comment }),
      subject,
      at: at.toISOString(),
      confirmed: step.confirms,
      ...(voided.includes(signature) ? { voided: true } : {}),
    };
  });
}

function ticksOf(release: Release, planned: PlannedStep) {
  if (!('checklist' in planned.step)) return undefined;
  const { ticks } = stepState(release, planned.id);
  const values = valuesOf(release, planned);
  return itemsOf(release, planned.id).map(([number, item]) => {
    const tick = ticks[number];
    return {
      item: fill(item.say, values),
      ticked: tick !== undefined,
      ...(tick === undefined ? {} : { by: personOf(release, tick.by), at: tick.at.toISOString() }),
      ...(tick?.evidence === undefined ? {} : { evidence: tick.evidence }),
    };
  });
}

function stepOf(release: Release, planned: PlannedStep) {
  const { status, done, facts, attempt, requested } = stepState(release, planned.id);
  const [signOffs, items] = [signOffsOf(release, planned), ticksOf(release, planned)];
  return {
    id: planned.id,
    stage: release.playbook.stages[planned.stage]?.stage,
    title: titleOf(release, planned),
    kind: planned.kind,
    status,
    attempt,
    ...(requested === undefined
      ? {}
      : { requested: { by: personOf(release, requested.by), at: requested.at.toISOString() } }),
    ...(done === undefined
      ? {}
      : {
          how: done.how,
          ...(done.by === undefined ? {} : { by: personOf(release, done.by) }),
          at: done.at.toISOString(),
          result: done.sentence,
          ...(done.link === undefined ? {} : { link: done.link }),
        }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    ...(signOffs === undefined ? {} : { signOffs }),
    ...(items === undefined ? {} : { items }),
  };
}

/** The facts of the pull request that the release went through; undefined before there is one. */
export function releasePullRequest(release: Release): Readonly<Record<string, string>> | undefined {
  const opened = release.plan.find((p) => 'action' in p.step && p.step.action === 'open-pull-request');
  const facts = opened === undefined ? undefined : stepState(release, opened.id).facts;
  return facts?.['number'] === undefined ? undefined : facts;
}

/** The commit that the release's tag was made at; undefined before it is there. */
export function taggedCommit(release: Release): string | undefined {
  const tagged = release.plan.find((p) => 'action' in p.step && p.step.action === 'create-tag');
  return tagged === undefined ? undefined : stepState(release, tagged.id).facts['sha'];
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
    events: release.version,
    steps: release.plan.map((planned) => stepOf(release, planned)),
  };
}
