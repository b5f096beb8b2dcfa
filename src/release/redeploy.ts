import type { PlannedStep } from './plan.ts';
import type { DeployStep } from './playbook-steps.ts';
import { awaitsConfirmation, type Release, stepState } from './release.ts';
import type { StepState } from './step-state.ts';
import { type VersionTag, versionIn } from './version.ts';

/** What the log of the release itself does not say of what runs where. */
export interface Standing {
  /** Environments to which something else was deployed since: the tag that runs there. */
  readonly elsewhere: Readonly<Record<string, string>>;
  /** The tags of the component's versions that were withdrawn. */
  readonly withdrawnTags: readonly string[];
}

export const nothingSince: Standing = { elsewhere: {}, withdrawnTags: [] };

/** What a withdrawal brings back, and where it brings nothing back though the playbook names it. */
export interface Redeployment {
  readonly to: VersionTag | undefined;
  /** The steps whose deployment is made anew with it. */
  readonly steps: readonly string[];
  readonly left: readonly { readonly environment: string; readonly because: string }[];
}

/** A step that deploys, as it is planned. */
export type PlannedDeploy = PlannedStep & { readonly step: DeployStep };

function isDeploy(planned: PlannedStep): planned is PlannedDeploy {
  return 'deploy' in planned.step;
}

/** Whether anything of a deployment may have reached its environment: it was done, or somebody set it going, in whatever try. */
export function mayHaveReached(planned: PlannedStep, state: StepState): boolean {
  const begun = state.requested !== undefined && !awaitsConfirmation(planned, state);
  return state.done !== undefined || begun || Object.keys(state.facts).length > 0;
}

/** The deployments of the release itself that may have reached an environment. */
export function begunDeploys(release: Release): readonly PlannedDeploy[] {
  return release.plan
    .filter(isDeploy)
    .filter((p) => p.redeploys === undefined && mayHaveReached(p, stepState(release, p.id)));
}

/** The deployments by which a withdrawn release brings the version before back. */
export function redeploysOf(release: Release): readonly PlannedDeploy[] {
  return release.plan.filter(isDeploy).filter((p) => p.redeploys !== undefined);
}

/** Why nothing is deployed to an environment; undefined where the version before is. Plain text. */
function whyNot(
  { previousTag, tag, playbook }: Release,
  { elsewhere, withdrawnTags }: Standing,
  environment: string,
): string | undefined {
  const now = elsewhere[environment];
  if (now !== undefined && now !== tag) return `it runs ${now} since`;
  if (previousTag === undefined) return 'there is no release before this one';
  if (withdrawnTags.includes(previousTag))
    return `${previousTag}, the version before, was withdrawn as well: deploy by hand what is to run there`;
  return versionIn(playbook.tag, previousTag) === undefined
    ? `${previousTag} does not name its version as ${playbook.tag} does: deploy it by hand`
    : undefined;
}

/** What is to be deployed again when the release is withdrawn now. */
export function redeploymentOf(release: Release, standing: Standing): Redeployment {
  const { playbook, previousTag = '' } = release;
  const version = versionIn(playbook.tag, previousTag);
  const wanted = playbook.withdraw?.redeploy ?? [];
  const begun = begunDeploys(release).filter(({ step }) => wanted.includes(step.deploy));
  const judged = begun.map((planned) => ({
    planned,
    because: whyNot(release, standing, planned.step.deploy),
  }));
  const left = judged.flatMap(({ planned, because }) =>
    because === undefined ? [] : [{ environment: planned.step.deploy, because }],
  );
  return {
    to: version === undefined ? undefined : { tag: previousTag, version },
    steps: judged.flatMap(({ planned, because }) => (because === undefined ? [planned.id] : [])),
    left: left.filter((one, n) => left.findIndex(({ environment }) => environment === one.environment) === n),
  };
}

/** A step that deploys the version before to where another one deployed the release: by the same people, in the same way. */
function again(release: Release, { id, step, each }: PlannedDeploy, group: number): PlannedStep {
  const { when: _decided, for: _repeated, as: _named, links: _about, ...same } = step;
  return {
    id: `redeploy-${id}`,
    kind: 'deploy',
    stage: release.playbook.stages.length,
    group,
    redeploys: id,
    step: { ...same, title: `Deploy <version> to ${step.deploy}` },
    ...(each === undefined ? {} : { each }),
  };
}

/** The steps of a withdrawal: environments side by side, what goes to the same one in the order in which it went there. */
export function redeployPlan(release: Release, steps: readonly string[]): readonly PlannedStep[] {
  const first = Math.max(...release.plan.map(({ group }) => group)) + 1;
  const times = new Map<string, number>();
  return release.plan
    .filter(isDeploy)
    .filter(({ id }) => steps.includes(id))
    .map((planned) => {
      const time = times.get(planned.step.deploy) ?? 0;
      times.set(planned.step.deploy, time + 1);
      return again(release, planned, first + time);
    });
}

/** The version and tag that a step deploys: of a withdrawal, those of the version before. */
export function deployedBy({ semver, tag, withdrawn }: Release, { redeploys }: PlannedStep): VersionTag {
  return redeploys !== undefined && withdrawn?.redeploy !== undefined ? withdrawn.redeploy : { version: semver, tag };
}

/** What runs in an environment, as far as this release knows. */
export interface Runs {
  readonly environment: string;
  /** undefined: it is not known, as the version before was not brought back. */
  readonly tag: string | undefined;
  readonly step: PlannedDeploy;
}

/** What runs now where a withdrawn release had been deployed, by what was done to bring the version before back. */
export function runsNow(release: Release): readonly Runs[] {
  const last = new Map<string, Runs>();
  for (const step of redeploysOf(release)) {
    const environment = step.step.deploy;
    const isDone = stepState(release, step.id).done !== undefined;
    last.set(environment, { environment, step, tag: isDone ? release.withdrawn?.redeploy?.tag : undefined });
  }
  return [...last.values()];
}

/** What was deployed last to each environment by releases of a component, as far as they know. */
export function standsIn(releases: readonly Release[]): Readonly<Record<string, string>> {
  const found: Record<string, { readonly at: number; readonly tag: string }> = {};
  for (const release of releases)
    for (const planned of [...begunDeploys(release), ...redeploysOf(release)]) {
      const state = stepState(release, planned.id);
      const at = state.requested?.at ?? state.done?.at ?? state.since;
      if (at === undefined || !mayHaveReached(planned, state)) continue;
      const known = found[planned.step.deploy];
      if (known === undefined || known.at <= at.getTime())
        found[planned.step.deploy] = { at: at.getTime(), tag: deployedBy(release, planned).tag };
    }
  return Object.fromEntries(Object.entries(found).map(([environment, { tag }]) => [environment, tag]));
}
