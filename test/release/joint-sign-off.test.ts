import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peopleFor } from '../../src/release/entitlement.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { mayNotCompleteOutside } from '../../src/release/may-complete-outside.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { plannedStep, type Release, stepState } from '../../src/release/release.ts';
import { type Seats, seat } from '../../src/release/seats.ts';
import { signedSoFar } from '../../src/release/sign-off.ts';
import { roleMistakes } from '../../src/release/start-roles.ts';
import { given, releaseAfter, sha } from './given.ts';
import { approval, begun, joint, pinned, signedByAll } from './joint.ts';

const status = (...events: readonly ReleaseEvent[]) => stepState(releaseAfter(...events), 'signed').status;
const waitedOn = (release: Release) => {
  const planned = plannedStep(release, 'signed');
  return planned === undefined ? [] : peopleFor(release, planned);
};

describe('a sign-off by several roles', () => {
  it('is done when each role has its quorum, by different people', () => {
    expect(status(...pinned(), approval('U-bob'))).toBe('active');
    expect(status(...pinned(), approval('U-bob'), approval('U-cyd'))).toBe('done');
    expect(status(...pinned(), approval('U-bob'), approval('U-ada'))).toBe('done');
    expect(status(...pinned(), approval('U-ada'), approval('U-cyd'))).toBe('done');
  });

  it('counts somebody of both roles for one of them only, and for the one that nobody else fills', () => {
    const alone = releaseAfter(...pinned(), approval('U-ada'));
    expect(stepState(alone, 'signed').status).toBe('active');
    expect(signedSoFar(alone, 'signed').lacking).toEqual([{ role: 'sre', needed: 1 }]);
    expect(waitedOn(alone)).toEqual(['U-bob', 'U-cyd']); // bob too: ada then counts as SRE
    const both = releaseAfter(...pinned(), approval('U-ada'), approval('U-bob'));
    expect(signedSoFar(both, 'signed').seated).toEqual(
      new Map([
        ['U-ada', 'sre'],
        ['U-bob', 'qa-lead'],
      ]),
    );
  });

  it('does not take two of one role for both', () => {
    const roles = { manager: ['U-maria'], 'qa-lead': ['U-ada', 'U-bob'], sre: ['U-cyd'], director: ['U-dan'] };
    expect(status(...pinned({ roles }), approval('U-ada'), approval('U-bob'))).toBe('active');
    const release = releaseAfter(...pinned({ roles }), approval('U-bob'));
    expect(waitedOn(release)).toEqual(['U-cyd']);
  });

  it('is not done while anybody objects', () => {
    const no = { ...approval('U-cyd'), decision: 'changes', comment: 'No' } as const;
    expect(status(...pinned(), approval('U-bob'), no, approval('U-ada'))).toBe('active');
    expect(waitedOn(releaseAfter(...pinned(), approval('U-bob'), no, approval('U-ada')))).toEqual(['U-cyd']);
  });

  it('is refused to others, with all who may; and nobody completes it alone', () => {
    const sign = { type: 'SignOff', step: 'signed', decision: 'approve', subject: sha('a') } as const;
    given(...pinned())
      .when({ ...sign, by: 'U-dan' })
      .refused('not_entitled', /Only the role QA lead or SRE may sign this\./);
    given(...pinned())
      .when({ ...sign, by: 'U-cyd' })
      .yields(approval('U-cyd'));
    const release = releaseAfter(...pinned());
    const planned = plannedStep(release, 'signed');
    if (planned === undefined) throw new Error('no step');
    expect(mayNotCompleteOutside(release, planned, 'U-cyd')?.sentence).toMatch(/needs 2 people to sign/);
  });

  it('says in the record in which role each signed', () => {
    const step = releaseRecord(releaseAfter(...signedByAll())).steps.find((s) => s.id === 'signed');
    expect(step?.signOffs?.map(({ by, role }) => [by?.slack, role])).toEqual([
      ['U-bob', 'qa-lead'],
      ['U-cyd', 'sre'],
    ]);
  });
});

describe('the people chosen at the start', () => {
  const choice = (chosen: Readonly<Record<string, readonly string[]>>) => ({
    starter: 'U-maria',
    chosen,
    entitled: Object.fromEntries(
      Object.entries(chosen).map(([role, people]) => [role, { kind: 'people', people } as const]),
    ),
    logins: {},
    authors: [],
    nameOf: (person: string) => person,
    unfit: () => undefined,
  });
  it('have to be enough different ones for roles that sign together', () => {
    const one = { 'qa-lead': ['U-ada'], sre: ['U-ada'], director: ['U-dan'] };
    expect([...roleMistakes(joint, choice(one))]).toEqual([
      ['sre', expect.stringMatching(/^Different people have to sign, as QA lead and SRE; .*one person counts once\.$/)],
    ]);
    expect([...roleMistakes(joint, choice({ ...one, sre: ['U-ada', 'U-cyd'] }))]).toEqual([]);
  });
  it('have to be others than the starter where a deployment is confirmed', () => {
    const one = { 'qa-lead': ['U-ada'], sre: ['U-maria'], director: ['U-dan'] };
    expect([...roleMistakes(joint, choice(one))]).toEqual([
      [
        'sre',
        expect.stringMatching(/^Different people have to deploy to production and confirm it, as Manager and SRE/),
      ],
    ]);
  });
});

/** Whether all places can be filled, by trying every assignment. */
function fillable(wanted: readonly Seats[], people: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return true;
  if (first.needed === 0) return fillable(rest, people);
  return people.some(
    (person) =>
      first.may(person) &&
      fillable(
        [{ ...first, needed: first.needed - 1 }, ...rest],
        people.filter((p) => p !== person),
      ),
  );
}

it('several quorums are reached exactly if distinct people can fill them all', () => {
  const person = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const role = fc.record({ people: fc.uniqueArray(person), needed: fc.integer({ min: 1, max: 3 }) });
  fc.assert(
    fc.property(fc.array(role, { minLength: 1, maxLength: 4 }), fc.uniqueArray(person), (roles, approved) => {
      const wanted = roles.map(({ people, needed }, n) => ({
        role: `r${n}`,
        needed,
        may: (p: string) => people.some((one) => one === p),
      }));
      const { seated, lacking } = seat(wanted, approved);
      expect(lacking.length === 0).toBe(fillable(wanted, approved));
      for (const [who, as] of seated) {
        expect(approved).toContain(who);
        expect(wanted.find((one) => one.role === as)?.may(who)).toBe(true);
      }
      for (const one of wanted) {
        const filled = [...seated.values()].filter((as) => as === one.role).length;
        const open = lacking.find((l) => l.role === one.role)?.needed ?? 0;
        expect(filled + open).toBe(one.needed);
      }
    }),
    { numRuns: 500 },
  );
});

it('a sign-off by several roles is done exactly if its approvals fill all roles', () => {
  const people = ['U-ada', 'U-bob', 'U-cyd', 'U-dan'] as const;
  const members = fc.uniqueArray(fc.constantFrom(...people), { minLength: 1 });
  const quorum = fc.integer({ min: 1, max: 2 });
  fc.assert(
    fc.property(
      members,
      members,
      quorum,
      quorum,
      fc.uniqueArray(fc.constantFrom(...people)),
      (qa, sre, ofQa, ofSre, by) => {
        const roles = { ...joint.roles };
        const lead = { title: 'QA lead', from: 'slipway.yml' as const, not: [], quorum: ofQa };
        const playbook = { ...joint, roles: { ...roles, 'qa-lead': lead, sre: { ...lead, quorum: ofSre } } };
        const release = releaseAfter(
          begun({ playbook, roles: { manager: ['U-maria'], 'qa-lead': qa, sre, director: ['U-dan'] } }),
          ...pinned().slice(1),
          ...by.filter((one) => qa.includes(one) || sre.includes(one)).map((one) => approval(one)),
        );
        const wanted = [
          { role: 'qa-lead', needed: ofQa, may: (p: string) => qa.some((one) => one === p) },
          { role: 'sre', needed: ofSre, may: (p: string) => sre.some((one) => one === p) },
        ];
        expect(stepState(release, 'signed').status === 'done').toBe(fillable(wanted, by));
      },
    ),
  );
});
