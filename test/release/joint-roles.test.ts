import { describe, expect, it } from 'vitest';
import { breakGlassConfirmers } from '../../src/release/break-glass.ts';
import { peopleFor } from '../../src/release/entitlement.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { mirrorOf } from '../../src/release/mirror.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { plannedStep, type Release, stepState } from '../../src/release/release.ts';
import { unreadRole } from '../../src/release/roles-unread.ts';
import { signedSoFar, unsignedOwners } from '../../src/release/sign-off.ts';
import { completed, given, releaseAfter, sha, started, upTo } from './given.ts';
import { approval, begun, facts, joint, pinned, tagged } from './joint.ts';

const until = '2026-11-20T18:00:00.000Z';
const handed = (role: string, from: string, to: string): ReleaseEvent => ({
  type: 'DelegationGiven',
  role,
  from,
  to,
  until,
  reason: 'On a train',
});
const ended = (role: string, from: string, to: string): ReleaseEvent => ({
  type: 'DelegationEnded',
  role,
  from,
  to,
  by: 'slipway',
});
const approves = (step: string, by: string) =>
  ({ type: 'SignOffGiven', step, by, decision: 'approve', subject: sha('a') }) as const;
const asFor = (by: string, holder: string): ReleaseEvent => ({ ...approves('signed', by), for: holder });
const signs = (by: string) =>
  ({ type: 'SignOff', step: 'signed', by, decision: 'approve', subject: sha('a') }) as const;
const waitedOn = (release: Release, step = 'signed') => {
  const planned = plannedStep(release, step);
  return planned === undefined ? [] : peopleFor(release, planned);
};
const component = {
  ...started().component,
  github: Object.fromEntries(['bob', 'cyd', 'dan', 'eve', 'maria'].map((one) => [`U-${one}`, one])),
};
const from = () => pinned({ component });

describe('roles that sign together are as they are filled now', () => {
  it('a delegate signs for who delegated, in that role only', () => {
    const events = [...from(), handed('sre', 'U-cyd', 'U-eve')];
    given(...events)
      .when(signs('U-eve'))
      .yields(asFor('U-eve', 'U-cyd'));
    const release = releaseAfter(...events, asFor('U-eve', 'U-cyd'));
    expect(signedSoFar(release, 'signed').lacking).toEqual([{ role: 'qa-lead', needed: 1 }]);
    expect(waitedOn(release)).toEqual(['U-ada', 'U-bob']);
    expect(stepState(releaseAfter(...events, asFor('U-eve', 'U-cyd'), approval('U-bob')), 'signed').status).toBe(
      'done',
    );
  });

  it('counts who delegated and the delegate once, over all roles', () => {
    const events = [...from(), handed('sre', 'U-ada', 'U-eve'), approval('U-ada')];
    expect(waitedOn(releaseAfter(...events))).not.toContain('U-eve');
    expect(stepState(releaseAfter(...events, asFor('U-eve', 'U-ada')), 'signed').status).toBe('active');
  });

  it('counts a stand-in and whom they delegated that to once, and asks the delegate who they are', () => {
    const roles = { ...joint.roles, sre: { ...joint.roles['sre'], 'stand-in': 'director', 'stand-in-after': '8h' } };
    const playbook = playbookSchema.parse({ ...joint, roles });
    const escalated: ReleaseEvent = { type: 'Escalated', step: 'signed', role: 'director' };
    const people = { ...begun().roles, 'qa-lead': ['U-bob', 'U-dan'] };
    const all = [...pinned({ component, playbook, roles: people }), escalated, handed('director', 'U-dan', 'U-eve')];
    given(...all)
      .when(signs('U-eve'))
      .yields(asFor('U-eve', 'U-dan'));
    const release = releaseAfter(...all, asFor('U-eve', 'U-dan'));
    expect(signedSoFar(release, 'signed').lacking).toEqual([{ role: 'qa-lead', needed: 1 }]);
    expect(waitedOn(release)).toEqual(['U-bob']); // and not dan, whose delegate signed for them
    const both = releaseAfter(...all, asFor('U-eve', 'U-dan'), approval('U-dan'));
    expect(stepState(both, 'signed').status).toBe('active');
    given(...all.slice(0, -1), handed('director', 'U-dan', 'U-maria'))
      .when(signs('U-maria'))
      .refused('separation_of_duties', /You started this release/);
  });

  it('who holds one role and acts in another signs where they are needed', () => {
    const events = [...from(), handed('sre', 'U-cyd', 'U-bob'), approval('U-ada')];
    given(...events)
      .when(signs('U-bob'))
      .yields(approval('U-bob')); // ada then counts as SRE
    const roles = { ...begun().roles, 'qa-lead': ['U-bob', 'U-dan'], sre: ['U-cyd'] };
    const taken = [...pinned({ component, roles }), handed('sre', 'U-cyd', 'U-bob'), approval('U-dan')];
    given(...taken)
      .when(signs('U-bob'))
      .yields(asFor('U-bob', 'U-cyd'));
    expect(stepState(releaseAfter(...taken, asFor('U-bob', 'U-cyd')), 'signed').status).toBe('done');
  });

  it('a signature stays one of its role after the delegation is over, and after the role is changed', () => {
    const over = [...from(), handed('sre', 'U-cyd', 'U-eve'), asFor('U-eve', 'U-cyd'), ended('sre', 'U-cyd', 'U-eve')];
    expect(stepState(releaseAfter(...over, approval('U-bob')), 'signed').status).toBe('done');
    const changed: ReleaseEvent = {
      type: 'RoleChanged',
      role: 'sre',
      people: ['U-dan'],
      came: ['U-dan'],
      left: ['U-ada', 'U-cyd'],
      by: 'U-maria',
      reason: 'On call',
    };
    const release = releaseAfter(...from(), approval('U-cyd'), changed);
    expect(signedSoFar(release, 'signed').seated).toEqual(new Map([['U-cyd', 'sre']]));
    expect(waitedOn(release)).toEqual(['U-ada', 'U-bob']);
  });

  it('a delegate may be neither who started nor who wrote it, whatever the role says', () => {
    given(...from(), handed('sre', 'U-cyd', 'U-maria'))
      .when(signs('U-maria'))
      .refused('separation_of_duties', /You started this release/);
    given(...from(), handed('sre', 'U-cyd', 'U-zoe'))
      .when(signs('U-zoe'))
      .refused('identity_unknown', /\/release link/);
  });

  it('nobody is handed a role of theirs who could not sign', () => {
    const delegate = { type: 'Delegate', role: 'sre', by: 'U-cyd', until, reason: 'On a train' } as const;
    given(...from())
      .when({ ...delegate, to: 'U-maria' })
      .refused('separation_of_duties', /They started this release/);
  });
});

describe('owners of what changes sign together with a role', () => {
  const signing = 'sign-off-backend-lead';
  const joined = {
    ...started().playbook,
    stages: started().playbook.stages.map((stage) => ({
      ...stage,
      steps: stage.steps.map((entry) =>
        'together' in entry
          ? { together: entry.together.map((step) => ('sign-off' in step ? { ...step, with: ['operations'] } : step)) }
          : entry,
      ),
    })),
  };
  const owned = [
    started({
      playbook: joined,
      component,
      sources: { 'backend-lead': { kind: 'codeowners' } },
      roles: { ...started().roles, 'backend-lead': [] },
    }),
    ...upTo.pullRequest().slice(1),
    completed('ci-green'),
    completed('request-review'),
  ];
  const found: ReleaseEvent = {
    type: 'OwnersFound',
    step: 'pr',
    head: sha('a'),
    groups: [
      { patterns: ['/a'], people: ['U-bob', 'U-cyd'], unknown: [] },
      { patterns: ['/b'], people: ['U-eve'], unknown: [] },
    ],
  };
  const signed = (by: string): ReleaseEvent => approves(signing, by);

  it('each group of owners approves, and somebody of the role besides', () => {
    expect(waitedOn(releaseAfter(...owned), signing)).toEqual([]);
    expect(waitedOn(releaseAfter(...owned, found), signing)).toEqual(['U-bob', 'U-cyd', 'U-eve', 'U-omar']);
    const one = releaseAfter(...owned, found, signed('U-bob'));
    expect(unsignedOwners(one, signing).map(({ patterns }) => patterns)).toEqual([['/b']]);
    expect(waitedOn(one, signing)).toEqual(['U-eve', 'U-omar']);
    const owners = releaseAfter(...owned, found, signed('U-bob'), signed('U-eve'));
    expect(stepState(owners, signing).status).toBe('active');
    expect(waitedOn(owners, signing)).toEqual(['U-omar']);
    expect(stepState(releaseAfter(...owned, found, signed('U-bob'), signed('U-omar')), signing).status).toBe('active');
    const all = releaseAfter(...owned, found, signed('U-bob'), signed('U-eve'), signed('U-omar'));
    expect(stepState(all, signing).status).toBe('done');
  });
});

describe('two people are two, whoever acts for whom', () => {
  const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U-maria' };
  const confirms = (by: string) => ({ type: 'ConfirmDeploy', step: 'deployed', by, attempt: 1 }) as const;

  it('a deployment is confirmed by a delegate, but by none of who pressed', () => {
    const roles = { ...begun().roles, sre: ['U-maria', 'U-cyd'] };
    const events = [begun({ roles }), ...tagged().slice(1), pressed];
    const other = [...events, handed('sre', 'U-cyd', 'U-eve')];
    given(...other)
      .when(confirms('U-eve'))
      .yields({ type: 'DeployConfirmed', step: 'deployed', by: 'U-eve', for: 'U-cyd' });
    expect(waitedOn(releaseAfter(...other), 'deployed')).toEqual(['U-cyd', 'U-eve']);
    const own = [...events, handed('sre', 'U-maria', 'U-eve')];
    given(...own)
      .when(confirms('U-eve'))
      .refused('separation_of_duties', /you act for who pressed it/);
    expect(waitedOn(releaseAfter(...own), 'deployed')).toEqual(['U-cyd']);
  });

  it('who had somebody press for them does not confirm it', () => {
    const roles = { ...begun().roles, sre: ['U-maria', 'U-cyd'] };
    const events = [begun({ roles }), ...tagged().slice(1), handed('manager', 'U-maria', 'U-eve')];
    given(...events, { ...pressed, by: 'U-eve' })
      .when(confirms('U-maria'))
      .refused('separation_of_duties', /Deploy was pressed for you/);
  });

  it('what is asked to be forced is confirmed by nobody who acts for who asked', () => {
    const red: ReleaseEvent = { type: 'StepRead', step: 'ci', outcome: 'fail', sentence: 'red' };
    const asked: ReleaseEvent = { type: 'BreakGlassAsked', step: 'ci', by: 'U-maria', reason: 'Prod is down' };
    const events = [...from(), red, handed('manager', 'U-maria', 'U-eve'), handed('director', 'U-dan', 'U-bob')];
    expect(breakGlassConfirmers(releaseAfter(...events, asked), 'ci')).toEqual(['U-dan', 'U-bob']);
    given(...events, asked)
      .when({ type: 'ConfirmBreakGlass', step: 'ci', by: 'U-eve', attempt: 1 })
      .refused('separation_of_duties', /acts for you, or you for them/);
  });
});

it('what is waived and what is forced both stand behind a success', () => {
  const before = [...upTo.pullRequest(), completed('request-review')];
  const waived: ReleaseEvent = { type: 'CheckWaived', step: 'ci-green', by: 'U-lena', reason: 'Flaky' };
  const forced: readonly ReleaseEvent[] = [
    { type: 'BreakGlassAsked', step: 'sign-off-backend-lead', by: 'U-maria', reason: 'Down' },
    { type: 'BreakGlassConfirmed', step: 'sign-off-backend-lead', by: 'U-omar' },
    { type: 'StepCompleted', step: 'sign-off-backend-lead', how: 'forced', by: 'U-maria', sentence: 'Down' },
  ];
  const said = mirrorOf(releaseAfter(...before, waived, ...forced))?.description;
  expect(said).toMatch(/goes on by break-glass; forced: .*; waived: /);
  expect(said).not.toMatch(/signed and|green/);
});

it("who may confirm is not taken from a role that could not be read for a day; what one signed is one's own", () => {
  const unread = new Map([['sre', 'the user group S-sre']]);
  const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U-maria' };
  const release = releaseAfter(...tagged(), pressed);
  const confirms = { type: 'ConfirmDeploy', step: 'deployed', by: 'U-cyd', attempt: 1 } as const;
  expect(unreadRole(release, confirms, unread)).toMatchObject({ refused: 'role_unread' });
  const revokes = { type: 'RevokeSignature', step: 'signed', by: 'U-cyd', reason: 'x' } as const;
  expect(unreadRole(release, revokes, unread)).toBeUndefined();
  const forces = { type: 'ConfirmBreakGlass', step: 'signed', by: 'U-dan', attempt: 1 } as const;
  expect(unreadRole(release, forces, new Map([['director', 'the user group S-d']]))?.refused).toBe('role_unread');
});

it('a repinned commit makes waivers void that were given for the old one', () => {
  const waive = { type: 'CheckWaived', step: 'ci', by: 'U-dan', reason: 'Flaky' } as const;
  const repinned: ReleaseEvent = {
    type: 'CommitRepinned',
    step: 'candidate',
    by: 'U-maria',
    reason: 'A fix',
    from: facts('a').head,
  };
  const release = releaseAfter(begun({ playbook: joint }), ...pinned().slice(1), waive, repinned);
  expect(stepState(release, 'ci')).toMatchObject({
    status: 'pending',
    voidedWaivers: [{ by: 'U-dan', reason: 'Flaky', head: sha('a') }],
  });
});
