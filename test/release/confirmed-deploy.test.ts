import { describe, expect, it } from 'vitest';
import { peopleFor } from '../../src/release/entitlement.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { plannedStep, type Release, stepState } from '../../src/release/release.ts';
import { given, releaseAfter } from './given.ts';
import { begun, tagged } from './joint.ts';

const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U-maria' };
const confirmed: ReleaseEvent = { type: 'DeployConfirmed', step: 'deployed', by: 'U-cyd' };
/** No blocker came meanwhile. */
const seen: ReleaseEvent = { type: 'CheckSeenGreen', step: 'issues', before: 'deployed' };
const confirms = (by: string, attempt = 1) => ({ type: 'ConfirmDeploy', step: 'deployed', by, attempt }) as const;
const later = new Date('2026-11-20T05:30:00Z');
const machines = (release: Release) => owedBy(release, later).filter((o) => o.effect === 'step');
const waitedOn = (release: Release) => {
  const planned = plannedStep(release, 'deployed');
  return planned === undefined ? [] : peopleFor(release, planned);
};

describe('a deployment that others confirm', () => {
  it('starts nothing before, and waits for those of the role', () => {
    const asked = releaseAfter(...tagged(), pressed);
    expect(machines(asked)).toEqual([]);
    expect(waitedOn(asked)).toEqual(['U-ada', 'U-cyd']);
    expect(machines(releaseAfter(...tagged(), pressed, confirmed, seen)).map((o) => o.key)).toEqual([
      'step.deployed.1',
    ]);
  });

  it('is confirmed once, by somebody of the role who did not press', () => {
    given(...tagged(), pressed)
      .when(confirms('U-cyd'))
      .yields(confirmed);
    given(...tagged(), pressed)
      .when(confirms('U-dan'))
      .refused('not_entitled', /Only the role SRE may confirm this/);
    given(...tagged())
      .when(confirms('U-cyd'))
      .refused('deploy_not_ready', /Nobody has pressed Deploy yet/);
    given(...tagged(), pressed, confirmed)
      .when(confirms('U-ada'))
      .refused('already_done', /confirmed and started already/);
    given(...tagged(), pressed)
      .when(confirms('U-cyd', 2))
      .refused('not_current', /of an earlier try/);
    given(...tagged(), pressed)
      .when({ type: 'RequestDeploy', step: 'deployed', by: 'U-maria', attempt: 1 })
      .refused('already_done', /waits to be confirmed/);
  });

  it('is not confirmed by who pressed, whatever roles they have', () => {
    const roles = { manager: ['U-maria'], 'qa-lead': ['U-bob'], sre: ['U-maria', 'U-cyd'], director: ['U-dan'] };
    const events = [begun({ roles }), ...tagged().slice(1), pressed];
    given(...events)
      .when(confirms('U-maria'))
      .refused('separation_of_duties', /somebody else must confirm it/);
    expect(waitedOn(releaseAfter(...events))).toEqual(['U-cyd']);
  });

  it('that several roles confirm takes different people, and says who has', () => {
    const stages = begun().playbook.stages.map((stage) => ({
      ...stage,
      steps: stage.steps.map((step) => ('deploy' in step ? { ...step, with: ['sre', 'qa-lead'] } : step)),
    }));
    const events = [begun({ playbook: { ...begun().playbook, stages } }), ...tagged().slice(1), pressed];
    const ada: ReleaseEvent = { type: 'DeployConfirmed', step: 'deployed', by: 'U-ada' };
    given(...events, ada)
      .when(confirms('U-ada'))
      .refused('already_done', /You have confirmed this already/);
    const once = releaseAfter(...events, ada);
    expect(machines(once)).toEqual([]);
    expect(waitedOn(once)).toEqual(['U-cyd', 'U-bob']);
    given(...events, confirmed)
      .when(confirms('U-cyd'))
      .refused('already_done');
    expect(machines(releaseAfter(...events, ada, confirmed, seen))).toHaveLength(1);
  });

  it('is asked for and confirmed anew after a Retry', () => {
    const failed: readonly ReleaseEvent[] = [
      { type: 'StepFailed', step: 'deployed', sentence: 'No.', remedy: 'Mend' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'No.', step: 'deployed' },
      { type: 'StepRetried', step: 'deployed', by: 'U-maria' },
      { type: 'ReleaseResumed', by: 'U-maria' },
    ];
    const again = releaseAfter(...tagged(), pressed, confirmed, ...failed);
    expect(stepState(again, 'deployed')).toMatchObject({ status: 'active', requested: undefined, confirmed: [] });
    expect(machines(again)).toEqual([]);
    expect(again.outbox.at(-2)?.about).toEqual({ type: 'StepAsked', step: 'deployed' });
  });
});
