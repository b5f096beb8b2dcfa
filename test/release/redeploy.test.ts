import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { redeploymentOf, runsNow, standsIn } from '../../src/release/redeploy.ts';
import { stepState } from '../../src/release/release.ts';
import { titleOf, valuesOf, waitingOf } from '../../src/release/waiting.ts';
import { waitsFor } from '../../src/release/waits-for.ts';
import { backendService, completed, given, releaseAfter, started, upTo } from './given.ts';

const playbook = { ...backendService, withdraw: { 'revert-tag': true, redeploy: ['production'] } };
const begun = (change: Parameters<typeof started>[0] = {}): readonly ReleaseEvent[] => [
  started({ playbook, ...change }),
  ...upTo.published().slice(1),
];
const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U-omar' };
const deployed: readonly ReleaseEvent[] = [...begun(), pressed, completed('deployed', { run: '9', url: 'https://x' })];
const withdraw = { type: 'Withdraw' as const, by: 'U-maria', reason: 'Invoices are lost' };
const withdrawn: Extract<ReleaseEvent, { type: 'ReleaseWithdrawn' }> = {
  type: 'ReleaseWithdrawn',
  by: 'U-maria',
  reason: 'Invoices are lost',
  redeploy: { tag: 'v1.4.2', version: '1.4.2', steps: ['deployed'] },
};
const closed: ReleaseEvent = { type: 'ReleaseClosed' };
const back: ReleaseEvent = { type: 'DeployRequested', step: 'redeploy-deployed', by: 'U-omar' };
const failed: readonly ReleaseEvent[] = [
  { type: 'StepFailed', step: 'redeploy-deployed', sentence: 'No.', remedy: 'Mend.' },
  { type: 'ReleasePaused', by: 'slipway', reason: 'No.', step: 'redeploy-deployed' },
];
const owed = (...events: readonly ReleaseEvent[]) =>
  owedBy(releaseAfter(...events), new Date(0)).flatMap((one) =>
    one.effect === 'withdrawal' ? [one.task] : one.effect === 'step' ? [one.key] : [],
  );
const press = { type: 'RequestDeploy' as const, step: 'redeploy-deployed', attempt: 1 };

describe('the version before is brought back', () => {
  it('where a deployment was begun, whether it was done or not; not before, and not where the playbook does not say so', () => {
    given(...deployed)
      .when(withdraw)
      .yields(withdrawn);
    given(...deployed, closed)
      .when(withdraw)
      .yields(withdrawn);
    given(...begun(), pressed)
      .when(withdraw)
      .yields(withdrawn);
    const { redeploy: _, ...bare } = withdrawn;
    given(...begun())
      .when(withdraw)
      .yields(bare);
    given(...deployed.map((e) => (e.type === 'ReleaseStarted' ? { ...e, playbook: backendService } : e)))
      .when(withdraw)
      .yields(bare);
  });

  it('not where there is none, where it was withdrawn too, or where something else was deployed since: that is said', () => {
    const [first, ...rest] = deployed;
    const { previousTag: _, ...firstRelease } = first?.type === 'ReleaseStarted' ? first : started();
    const { redeploy: __, ...bare } = withdrawn;
    const told = (because: string): ReleaseEvent => ({ ...bare, left: [{ environment: 'production', because }] });
    given(firstRelease, ...rest)
      .when(withdraw)
      .yields(told('there is no release before this one'));
    const standing = { elsewhere: {}, withdrawnTags: [] };
    given(...deployed)
      .when({ ...withdraw, standing: { ...standing, withdrawnTags: ['v1.4.2'] } })
      .yields(told('v1.4.2, the version before, was withdrawn as well: deploy by hand what is to run there'));
    given(...deployed)
      .when({ ...withdraw, standing: { ...standing, elsewhere: { production: 'v1.6.0' } } })
      .yields(told('it runs v1.6.0 since'));
    given(...deployed)
      .when({ ...withdraw, standing: { ...standing, elsewhere: { production: 'v1.5.0' } } })
      .yields(withdrawn);
  });

  it('by those who may press that step, who are asked; nothing else of the release goes on', () => {
    const release = releaseAfter(...deployed, closed, withdrawn);
    expect(release.status).toBe('open');
    expect(waitingOf(release).map(({ title, people }) => [title, people])).toEqual([
      ['Deploy 1.4.2 to production', ['U-maria', 'U-omar']],
    ]);
    expect(waitsFor(release, 'U-omar')).toHaveLength(1);
    expect(release.chased['U-omar']?.asks.at(-1)?.step).toBe('redeploy-deployed');
    expect(release.outbox.at(-1)?.about).toEqual({ type: 'StepAsked', step: 'redeploy-deployed' });
    given(...deployed, withdrawn)
      .when({ ...press, by: 'U-lena' })
      .refused('not_entitled');
    given(...deployed, withdrawn)
      .when({ ...press, by: 'U-omar' })
      .yields(back);
    given(...deployed, withdrawn, back)
      .when({ ...press, by: 'U-maria' })
      .refused('already_done');
    given(...begun(), pressed, withdrawn)
      .when({ type: 'RequestDeploy', step: 'deployed', by: 'U-omar', attempt: 1 })
      .refused('not_current', /1\.5\.0 was withdrawn, so nothing of it goes on/);
    given(...begun(), pressed, withdrawn)
      .when({ type: 'RecordFailure', step: 'deployed', attempt: 1, sentence: 'No.', remedy: 'Mend.' })
      .yields();
    given(...begun(), pressed, withdrawn)
      .when({ type: 'RecordCompletion', step: 'deployed', attempt: 1, how: 'made', sentence: 'Out.' })
      .yields({ type: 'StepCompleted', step: 'deployed', how: 'made', sentence: 'Out.' });
  });

  it('with the version, tag and run of its own', () => {
    const release = releaseAfter(...deployed, withdrawn);
    const [planned] = release.plan.slice(-1);
    if (planned === undefined) throw new Error('nothing is planned');
    expect(valuesOf(release, planned)).toMatchObject({
      version: '1.4.2',
      tag: 'v1.4.2',
      'run-id': 'billing-1.5.0-abc123.redeploy-deployed.1',
    });
    expect(titleOf(release, planned)).toBe('Deploy 1.4.2 to production');
  });

  it('and only then the tag goes: after the deployment, or once it was given up', () => {
    expect(owed(...deployed, withdrawn)).toEqual([]);
    expect(owed(...deployed, withdrawn, back)).toEqual(['step.redeploy-deployed.1']);
    expect(owed(...deployed, withdrawn, back, ...failed)).toEqual([]);
    given(...deployed, closed, withdrawn, back)
      .when({ type: 'RecordCompletion', step: 'redeploy-deployed', attempt: 1, how: 'made', sentence: 'Back.' })
      .yields(
        { type: 'StepCompleted', step: 'redeploy-deployed', how: 'made', sentence: 'Back.' },
        { type: 'WithdrawalEnded' },
      );
    const done = [
      ...deployed,
      closed,
      withdrawn,
      back,
      completed('redeploy-deployed'),
      { type: 'WithdrawalEnded' } as const,
    ];
    expect(owed(...done)).toEqual(['tag']);
    const release = releaseAfter(...done);
    expect(release.status).toBe('closed');
    expect(release.statusChange).toEqual(releaseAfter(...deployed, closed).statusChange);
    expect(runsNow(release)).toMatchObject([{ environment: 'production', tag: 'v1.4.2' }]);
    expect(releaseRecord(release).withdrawn).toMatchObject({
      redeployed: 'v1.4.2',
      environments: { production: { runs: 'v1.4.2', step: 'redeploy-deployed' } },
    });
  });

  it('a failure pauses it; Retry tries again, and those who run it may give it up', () => {
    const stuck = [...deployed, withdrawn, back, ...failed];
    given(...stuck)
      .when({ type: 'RetryStep', by: 'U-omar' })
      .yields(
        { type: 'StepRetried', step: 'redeploy-deployed', by: 'U-omar' },
        { type: 'ReleaseResumed', by: 'U-omar' },
      );
    given(...stuck)
      .when({ type: 'Cancel', by: 'U-omar', reason: 'Later' })
      .refused('not_entitled');
    const givenUp: ReleaseEvent = { type: 'WithdrawalEnded', by: 'U-maria', reason: 'Later' };
    given(...stuck)
      .when({ type: 'Cancel', by: 'U-maria', reason: ' Later ' })
      .yields(givenUp);
    const release = releaseAfter(...stuck, givenUp);
    expect(release).toMatchObject({ status: 'cancelled', withdrawn: { givenUp: { by: 'U-maria', reason: 'Later' } } });
    expect(runsNow(release)).toMatchObject([{ environment: 'production', tag: undefined }]);
    expect(owed(...stuck, givenUp)).toEqual(['tag']);
    given(...stuck)
      .when({ type: 'CompleteOutside', step: 'redeploy-deployed', by: 'U-omar', evidence: 'Deployed by hand' })
      .yields(
        {
          type: 'StepCompleted',
          step: 'redeploy-deployed',
          how: 'outside',
          by: 'U-omar',
          sentence: 'Deployed by hand',
        },
        { type: 'ReleaseResumed', by: 'U-omar' },
        { type: 'WithdrawalEnded' },
      );
  });

  it('while a failure of the release had paused it as well', () => {
    const stopped: readonly ReleaseEvent[] = [
      ...begun(),
      pressed,
      { type: 'StepFailed', step: 'deployed', sentence: 'No.', remedy: 'Mend.' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'No.', step: 'deployed' },
    ];
    given(...stopped)
      .when(withdraw)
      .yields(withdrawn);
    const release = releaseAfter(...stopped, withdrawn);
    expect(release.status).toBe('open');
    expect(stepState(release, 'deployed').status).toBe('pending');
    expect(waitingOf(release).map(({ planned }) => planned.id)).toEqual(['redeploy-deployed']);
    given(...stopped, withdrawn)
      .when({ type: 'RetryStep', by: 'U-maria', step: 'deployed' })
      .refused('nothing_failed');
  });
});

it('what stands in an environment is what was deployed there last, also by a withdrawal', () => {
  const release = releaseAfter(...deployed);
  expect(standsIn([release])).toEqual({ production: 'v1.5.0' });
  const done = releaseAfter(...deployed, withdrawn, back, completed('redeploy-deployed'));
  expect(standsIn([done])).toEqual({ production: 'v1.4.2' });
  expect(standsIn([done, releaseAfter(...begun())])).toEqual({ production: 'v1.4.2' });
  expect(redeploymentOf(release, { elsewhere: standsIn([release]), withdrawnTags: [] }).steps).toEqual(['deployed']);
});

it('a deployment that waited to be confirmed never reached anything', () => {
  const two = structuredClone(playbook);
  const deploy = two.stages.flatMap(({ steps }) => steps).find((step) => 'deploy' in step);
  if (deploy === undefined) throw new Error('no deployment');
  deploy.with = ['backend-lead'];
  const asked = releaseAfter(...begun({ playbook: two }), pressed);
  expect(redeploymentOf(asked, { elsewhere: {}, withdrawnTags: [] }).steps).toEqual([]);
  const confirmed = releaseAfter(
    ...begun({ playbook: two }),
    pressed,
    { type: 'DeployConfirmed', step: 'deployed', by: 'U-lena' },
    withdrawn,
    back,
  );
  expect(waitingOf(confirmed).map(({ people }) => people)).toEqual([['U-lena', 'U-tom']]);
});

it('is read aloud, with who is asked', () => {
  const aloud = playbookAloud(playbook).replaceAll(/\s+/g, ' ');
  expect(aloud).toContain(
    'When a release is withdrawn after it was deployed to production, Slipway asks Release manager or Operations to deploy the version before there again',
  );
  expect(aloud).toContain('delete that tag as well, once the version before is deployed or that is given up.');
});
