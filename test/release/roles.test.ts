import { describe, expect, it, test } from 'vitest';
import type { Command } from '../../src/release/commands.ts';
import { decide } from '../../src/release/decide.ts';
import { peopleFor } from '../../src/release/entitlement.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { evolve } from '../../src/release/evolve.ts';
import { nextDue } from '../../src/release/next-due.ts';
import { owedBy } from '../../src/release/owed.ts';
import { type Playbook, playbookSchema } from '../../src/release/playbook.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { plannedStep, type Release, stepState } from '../../src/release/release.ts';
import type { RoleSource } from '../../src/release/role-source.ts';
import { unreadRole } from '../../src/release/roles-unread.ts';
import { backendService, completed, given, releaseAfter, sha, signed, started, upTo } from './given.ts';

const lead = 'backend-lead';
const signing = 'sign-off-backend-lead';
const group = (follows: boolean): RoleSource => ({ kind: 'group', id: 'S-leads', follows });

/** A release at its sign-off, whose leads are filled from this source. */
function atSignOff(
  source: RoleSource | undefined,
  change: { playbook?: Playbook; roles?: Record<string, string[]> } = {},
) {
  const begun = started({ ...(source === undefined ? {} : { sources: { [lead]: source } }), ...change });
  return [begun, ...upTo.pullRequest().slice(1), completed('ci-green'), completed('request-review')] as const;
}
const signs = (by: string): Command => ({ type: 'SignOff', step: signing, by, decision: 'approve', subject: sha('a') });
const roles = (people: string[]) => ({ 'release-manager': ['U-maria'], [lead]: people, operations: ['U-omar'] });
const refreshed = (people: string[], came: string[], left: string[]): ReleaseEvent => ({
  type: 'RoleRefreshed',
  role: lead,
  people,
  came,
  left,
  because: 'It has changed.',
});
const reads = (members: string[]): Command => ({ type: 'RecordRole', role: lead, members, because: 'It has changed.' });

describe('membership is live', () => {
  test('a role that follows its group gains and loses people, and who left may not sign any more', () => {
    given(...atSignOff(group(true)))
      .when(reads(['U-tom', 'U-sara']))
      .yields(refreshed(['U-tom', 'U-sara'], ['U-sara'], ['U-lena']));
    const after = [...atSignOff(group(true)), refreshed(['U-lena', 'U-sara'], ['U-sara'], ['U-tom'])];
    given(...after)
      .when(signs('U-tom'))
      .refused('not_entitled', /Only the role Backend lead may sign/);
    given(...after)
      .when(signs('U-lena'))
      .yields(signed('U-lena', sha('a')));
  });

  test('chosen people stay the chosen ones: who leaves the group falls out, who comes does not come in', () => {
    given(...atSignOff(group(false)))
      .when(reads(['U-lena', 'U-sara']))
      .yields(refreshed(['U-lena'], [], ['U-tom']));
  });

  test('nothing is recorded where nothing changed, where people are named, and when it is over', () => {
    given(...atSignOff(group(true)))
      .when(reads(['U-tom', 'U-lena']))
      .yields();
    given(...atSignOff(undefined))
      .when(reads([]))
      .yields();
    given(...atSignOff(group(true)), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' })
      .when(reads([]))
      .yields();
  });

  test('a signature that was given stays, though its signer left', () => {
    const release = releaseAfter(
      ...atSignOff(group(true)),
      signed('U-lena', sha('a')),
      refreshed(['U-tom'], [], ['U-lena']),
    );
    expect(stepState(release, signing).status).toBe('done');
  });

  test('after a day without an answer the last known people count no more, and nobody else is concerned', () => {
    const release = releaseAfter(...atSignOff(group(true)));
    const unread = new Map([[lead, 'the user group S-leads']]);
    const may = (by: string) =>
      unreadRole(release, { type: 'SignOff', step: signing, by, decision: 'approve', subject: sha('a') }, unread);
    expect(may('U-lena')).toMatchObject({
      refused: 'role_unread',
      sentence: expect.stringMatching(/for a day.*S-leads/),
    });
    expect(may('U-ben')).toBeUndefined(); // who is not of the role is told so
    expect(unreadRole(release, { type: 'Pause', by: 'U-maria', reason: 'x' }, unread)).toBeUndefined();
  });
});

describe('a role is changed', () => {
  const change = (more: Partial<Extract<Command, { type: 'ChangeRole' }>> = {}): Command => ({
    type: 'ChangeRole',
    role: lead,
    by: 'U-maria',
    people: ['U-sara'],
    reason: 'Lena is ill',
    entitled: ['U-lena', 'U-tom', 'U-sara'],
    ...more,
  });

  test('by who runs the release, among those whom slipway.yml entitles', () => {
    given(...atSignOff(undefined))
      .when(change())
      .yields({
        type: 'RoleChanged',
        role: lead,
        people: ['U-sara'],
        came: ['U-sara'],
        left: ['U-lena', 'U-tom'],
        by: 'U-maria',
        reason: 'Lena is ill',
      });
  });

  test.each([
    ['by nobody else', { by: 'U-lena' }, 'not_entitled', /those who run this release/],
    ['not to strangers', { people: ['U-ben'] }, 'not_entitled', /slipway.yml entitles/],
    ['not to nobody', { people: [] }, 'too_few', /One person at least/],
    ['not only to who wrote it', { people: ['U-tom'] }, 'too_few', /wrote part of it/],
    ['not without a reason', { reason: ' ' }, 'reason_missing', /Say why/],
    ['not to the same', { people: ['U-tom', 'U-lena'] }, 'already_done', /already/],
    ['not one that is not there', { role: 'cook' }, 'not_current', /no such role/],
  ] as const)('%s', (_, more, code, sentence) => {
    given(...atSignOff(undefined))
      .when(change({ ...more, people: [...('people' in more ? more.people : ['U-sara'])] }))
      .refused(code, sentence);
  });
});

describe('a role is delegated', () => {
  const later = '2026-11-20T08:00:00.000Z';
  const delegate = (more: Partial<Extract<Command, { type: 'Delegate' }>> = {}): Command => ({
    type: 'Delegate',
    role: lead,
    by: 'U-lena',
    to: 'U-sara',
    until: later,
    reason: 'On a train',
    ...more,
  });
  const handed = (to = 'U-sara', from = 'U-lena'): ReleaseEvent => ({
    type: 'DelegationGiven',
    role: lead,
    from,
    to,
    until: later,
    reason: 'On a train',
  });
  const component = {
    ...started().component,
    github: { ...started().component.github, 'U-sara': 'sara-s', 'U-ana': 'ana-d' },
  };
  const begun = () => {
    const [first, ...rest] = atSignOff(undefined);
    return [{ ...first, component }, ...rest];
  };

  test('by who holds it, until a time; the delegate signs for them, and the record says so', () => {
    given(...begun())
      .when(delegate())
      .yields(handed());
    given(...begun(), handed())
      .when(signs('U-sara'))
      .yields({
        type: 'SignOffGiven',
        step: signing,
        by: 'U-sara',
        decision: 'approve',
        subject: sha('a'),
        for: 'U-lena',
      });
    const release = releaseAfter(...begun(), handed(), {
      type: 'SignOffGiven',
      step: signing,
      by: 'U-sara',
      decision: 'approve',
      subject: sha('a'),
      for: 'U-lena',
    });
    const record = releaseRecord(release);
    expect(record.steps.find(({ id }) => id === signing)?.signOffs).toMatchObject([
      { by: { slack: 'U-sara' }, for: { slack: 'U-lena' } },
    ]);
    expect(record).toMatchObject({
      roleChanges: [{ type: 'DelegationGiven', from: { slack: 'U-lena' }, to: { slack: 'U-sara' } }],
    });
  });

  test.each([
    ['not by who does not hold it', { by: 'U-ben' }, 'not_entitled', /themselves/],
    ['not to oneself', { to: 'U-lena' }, 'nothing_to_do', /somebody else than yourself/],
    ['not to who holds it', { to: 'U-tom' }, 'nothing_to_do', /already/],
    ['not to who started', { to: 'U-maria' }, 'separation_of_duties', /started this release/],
    ['not to an author', { to: 'U-ana' }, 'separation_of_duties', /wrote part/],
    [
      'not to who is unknown on GitHub',
      { to: 'U-ben' },
      'separation_of_duties',
      /does not know who they are on GitHub/,
    ],
    ['not into the past', { until: '2026-11-20T05:00:00.000Z' }, 'nothing_to_do', /time is over/],
    ['not without a reason', { reason: '' }, 'reason_missing', /Say why/],
    ['not of no role', { role: 'cook' }, 'not_current', /no such role/],
  ] as const)('%s', (_, more, code, sentence) => {
    given(...begun())
      .when(delegate(more))
      .refused(code, sentence);
  });

  test('a delegate cannot hand it on', () => {
    given(...begun(), handed())
      .when(delegate({ by: 'U-sara', to: 'U-omar' }))
      .refused('not_entitled', /themselves/);
  });

  test('that who delegates wrote part of it does not bar the delegate; that the delegate did does', () => {
    given(...begun(), handed('U-sara', 'U-tom')) // tom wrote part of it
      .when(signs('U-sara'))
      .yields({
        type: 'SignOffGiven',
        step: signing,
        by: 'U-sara',
        decision: 'approve',
        subject: sha('a'),
        for: 'U-tom',
      });
    given(...begun(), handed('U-ana'))
      .when(signs('U-ana'))
      .refused('separation_of_duties', /wrote part/);
    given(...begun(), handed('U-maria'))
      .when(signs('U-maria'))
      .refused('separation_of_duties', /started this release/);
  });

  test('a delegate who started or wrote may not sign even where the role forbids it to none of its own people', () => {
    const [first, ...rest] = begun();
    const role = { ...backendService.roles[lead], title: 'Backend lead', not: [] };
    const playbook = playbookSchema.parse({ ...backendService, roles: { ...backendService.roles, [lead]: role } });
    if (first?.type !== 'ReleaseStarted') throw new Error('It begins otherwise.');
    given({ ...first, playbook }, ...rest, handed('U-maria'))
      .when(signs('U-maria'))
      .refused('separation_of_duties', /started this release/);
  });

  test('two of a quorum are two people who hold the role, not one and their delegate', () => {
    const [first, ...rest] = begun();
    const role = { ...backendService.roles[lead], quorum: 2 };
    const playbook = playbookSchema.parse({ ...backendService, roles: { ...backendService.roles, [lead]: role } });
    if (first?.type !== 'ReleaseStarted') throw new Error('It begins otherwise.');
    const both: ReleaseEvent = {
      type: 'SignOffGiven',
      step: signing,
      by: 'U-sara',
      decision: 'approve',
      subject: sha('a'),
      for: 'U-lena',
    };
    const release = releaseAfter({ ...first, playbook }, ...rest, handed(), signed('U-lena', sha('a')), both);
    expect(stepState(release, signing).status).toBe('active');
  });

  test('it ends at its time, whether a job has recorded that or not, and by either of the two before', () => {
    const release = releaseAfter(...begun(), handed());
    const at = (time: string, command: Command) => decide(release, command, new Date(time), release.id);
    expect(at('2026-11-20T07:59:59Z', signs('U-sara'))).toHaveLength(1);
    expect(at('2026-11-20T08:00:00Z', signs('U-sara'))).toMatchObject({ refused: 'not_entitled' });
    expect(at('2026-11-20T07:59:59Z', { type: 'RecordDelegationOver' })).toEqual([]);
    expect(at('2026-11-20T08:00:00Z', { type: 'RecordDelegationOver' })).toEqual([
      { type: 'DelegationEnded', role: lead, from: 'U-lena', to: 'U-sara', by: 'slipway' },
    ]);
    expect(nextDue(release)?.getTime()).toBeLessThanOrEqual(Date.parse(later));
    expect(owedBy(release, new Date(later)).map(({ effect }) => effect)).toContain('delegation');
    const end = (by: string): Command => ({ type: 'EndDelegation', role: lead, from: 'U-lena', to: 'U-sara', by });
    const ended = (by: string): ReleaseEvent => ({
      type: 'DelegationEnded',
      role: lead,
      from: 'U-lena',
      to: 'U-sara',
      by,
    });
    for (const by of ['U-lena', 'U-sara'])
      given(...begun(), handed())
        .when(end(by))
        .yields(ended(by));
    given(...begun(), handed())
      .when(end('U-maria'))
      .refused('not_entitled', /the two whom it concerns/);
    given(...begun(), handed(), ended('U-lena'))
      .when(end('U-lena'))
      .refused('already_done', /ended already/);
    given(...begun(), handed(), ended('U-lena'))
      .when(signs('U-sara'))
      .refused('not_entitled');
  });

  test('a delegation falls with its giver', () => {
    const change: ReleaseEvent = {
      type: 'RoleChanged',
      role: lead,
      people: ['U-tom'],
      came: [],
      left: ['U-lena'],
      by: 'U-maria',
      reason: 'x',
    };
    given(...begun(), handed(), change)
      .when(signs('U-sara'))
      .refused('not_entitled');
  });
});

describe('a stand-in comes to help', () => {
  const playbook = playbookSchema.parse({
    ...backendService,
    roles: {
      ...backendService.roles,
      [lead]: { ...backendService.roles[lead], not: [], 'stand-in': 'operations', 'stand-in-after': '8h' },
    },
  });
  const begun = () => atSignOff(undefined, { playbook });
  const escalated: ReleaseEvent = { type: 'Escalated', step: signing, role: 'operations' };
  const report: Command = { type: 'RecordEscalation', at: signing, attempt: 1, role: 'operations' };

  test('once it has waited so long, not before, and once', () => {
    const release = releaseAfter(...begun());
    const since = stepState(release, signing).since?.getTime() ?? 0;
    const owed = (ms: number) => owedBy(release, new Date(since + ms)).filter(({ effect }) => effect === 'escalation');
    expect(owed(8 * 3_600_000 - 1)).toEqual([]);
    expect(owed(8 * 3_600_000)).toMatchObject([{ step: signing, role: 'operations' }]);
    given(...begun())
      .when(report)
      .yields(escalated);
    given(...begun(), escalated)
      .when(report)
      .yields();
    given(...begun())
      .when({ ...report, attempt: 2 })
      .yields();
    given(...begun(), signed('U-lena', sha('a')))
      .when(report)
      .yields();
    expect(
      owedBy(releaseAfter(...begun(), escalated), new Date(since + 9 * 3_600_000)).map(({ effect }) => effect),
    ).not.toContain('escalation');
  });

  test('its people may do the step too from then on, and not before', () => {
    given(...begun())
      .when(signs('U-omar'))
      .refused('not_entitled');
    given(...begun(), escalated)
      .when(signs('U-omar'))
      .yields(signed('U-omar', sha('a')));
    const release = releaseAfter(...begun(), escalated);
    const planned = plannedStep(release, signing);
    expect(planned === undefined ? [] : peopleFor(release, planned)).toEqual(['U-lena', 'U-tom', 'U-omar']);
  });

  test('a push takes it back', () => {
    const moved: ReleaseEvent = {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('c'),
      sentence: 'moved',
      facts: {},
    };
    expect(stepState(releaseAfter(...begun(), escalated, moved), signing).standIns).toEqual([]);
  });
});

describe('owners sign', () => {
  const found = (groups: Extract<ReleaseEvent, { type: 'OwnersFound' }>['groups'], head = sha('a')): ReleaseEvent => ({
    type: 'OwnersFound',
    step: 'pr',
    head,
    groups,
  });
  const api = { patterns: ['/api/'], people: ['U-lena', 'U-tom'], unknown: [] };
  const web = { patterns: ['/web/'], people: ['U-sara'], unknown: ['@acme/designers'] };
  const component = { ...started().component, github: { ...started().component.github, 'U-sara': 'sara-s' } };
  const begun = () => {
    const [first, ...rest] = atSignOff({ kind: 'codeowners' }, { roles: roles([]) });
    return [{ ...first, component }, ...rest];
  };
  const stateOf = (...events: readonly ReleaseEvent[]) => stepState(releaseAfter(...begun(), ...events), signing);
  const people = (release: Release) => {
    const planned = plannedStep(release, signing);
    return planned === undefined ? [] : peopleFor(release, planned);
  };

  test('they are looked up for each head, and nobody signs or is asked before', () => {
    const release = releaseAfter(...begun());
    expect(owedBy(release, new Date(0)).filter(({ effect }) => effect === 'owners')).toMatchObject([{ step: 'pr' }]);
    expect(release.outbox.filter(({ about }) => about.type === 'StepAsked' && about.step === signing)).toEqual([]);
    given(...begun())
      .when(signs('U-lena'))
      .refused('not_current', /looking up who owns/);
    const report: Command = { type: 'RecordOwners', pullRequest: 'pr', head: sha('a'), groups: [api] };
    given(...begun())
      .when(report)
      .yields(found([api]));
    given(...begun(), found([api]))
      .when(report)
      .yields();
    given(...begun())
      .when({ ...report, head: sha('c') })
      .yields();
    const known = releaseAfter(...begun(), found([api]));
    expect(known.outbox.filter(({ about }) => about.type === 'StepAsked' && about.step === signing)).toHaveLength(1);
    expect(owedBy(known, new Date(0)).filter(({ effect }) => effect === 'owners')).toEqual([]);
  });

  test('every group has to approve; then it is signed', () => {
    const first = found([api, web]);
    expect(people(releaseAfter(...begun(), first))).toEqual(['U-lena', 'U-sara']); // tom wrote part of it
    expect(stateOf(first, signed('U-lena', sha('a'))).status).toBe('active');
    expect(people(releaseAfter(...begun(), first, signed('U-lena', sha('a'))))).toEqual(['U-sara']);
    expect(stateOf(first, signed('U-lena', sha('a')), signed('U-sara', sha('a'))).status).toBe('done');
    given(...begun(), first)
      .when(signs('U-tom'))
      .refused('separation_of_duties', /wrote part/);
    given(...begun(), first)
      .when(signs('U-omar'))
      .refused('not_entitled');
  });

  test('without owners nobody may, until somebody is named in their place', () => {
    given(...begun(), found([]))
      .when(signs('U-lena'))
      .refused('not_entitled');
    const named: ReleaseEvent = {
      type: 'RoleChanged',
      role: lead,
      people: ['U-sara'],
      came: ['U-sara'],
      left: [],
      by: 'U-maria',
      reason: 'no owners',
      source: { kind: 'codeowners' },
    };
    expect(stateOf(found([]), named, signed('U-sara', sha('a'))).status).toBe('done');
  });

  test('who is named in place of owners speaks for every group, whatever came first', () => {
    const named: ReleaseEvent = {
      type: 'RoleChanged',
      role: lead,
      people: ['U-sara'],
      came: ['U-sara'],
      left: [],
      by: 'U-maria',
      reason: 'all wrote it',
      source: { kind: 'codeowners' },
    };
    const both = found([api, web]);
    expect(stateOf(both, named, signed('U-sara', sha('a'))).status).toBe('done');
    expect(stateOf(both, signed('U-sara', sha('a')), named).status).toBe('done');
    given(...begun())
      .when({
        type: 'ChangeRole',
        role: lead,
        by: 'U-maria',
        people: [],
        reason: 'none',
        entitled: ['U-sara'],
        source: { kind: 'codeowners' },
      })
      .refused('already_done');
  });

  test('an objection of one holds all back, and a push asks for owners anew', () => {
    const objects: ReleaseEvent = {
      type: 'SignOffGiven',
      step: signing,
      by: 'U-sara',
      decision: 'changes',
      comment: 'no',
      subject: sha('a'),
    };
    expect(stateOf(found([api, web]), objects, signed('U-lena', sha('a'))).status).toBe('active');
    const moved: ReleaseEvent = {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('c'),
      sentence: 'moved',
      facts: {},
    };
    const release = releaseAfter(...begun(), found([api]), moved, completed('ci-green'));
    given(...begun(), found([api]), moved, completed('ci-green'))
      .when({ type: 'SignOff', step: signing, by: 'U-lena', decision: 'approve', subject: sha('c') })
      .refused('not_current');
    expect(owedBy(release, new Date(0)).some(({ effect }) => effect === 'owners')).toBe(true);
  });
});

it('a log of before roles were live reads as it did', () => {
  const release = evolve(undefined, { event: started(), at: new Date(0), version: 1 }, 'billing-1.5.0-abc123');
  expect(release.sources).toEqual({});
  expect(release.roles[lead]).toEqual(['U-lena', 'U-tom']);
});
