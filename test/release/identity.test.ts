import { describe, expect, it } from 'vitest';
import { accountsAtStart, accountsOf, knowsLink } from '../../src/release/accounts.ts';
import { type ReleaseEvent, readEvent } from '../../src/release/events.ts';
import { given, releaseAfter, sha, started, upTo } from './given.ts';

const step = 'sign-off-backend-lead';
const signOff = { type: 'SignOff', step, decision: 'approve', subject: sha('a') } as const;
const linked = (person: string, login: string, id: number): ReleaseEvent => ({
  type: 'IdentityLinked',
  person,
  login,
  id,
});
const link = (person: string, login: string, id: number) => ({ type: 'RecordIdentity', person, login, id }) as const;

/** A release whose leads are these people, with its pull request open. */
function ledBy(people: readonly string[], facts: Readonly<Record<string, string>> = {}): readonly ReleaseEvent[] {
  return upTo.pullRequest().map((event) => {
    if (event.type === 'ReleaseStarted') return started({ roles: { 'backend-lead': [...people] } });
    return event.type === 'StepCompleted' && event.step === 'pr'
      ? { ...event, facts: { ...event.facts, ...facts } }
      : event;
  });
}

describe('a link made while a release runs', () => {
  it('is recorded once', () => {
    given(...upTo.pullRequest())
      .when(link('U-new', 'nora-n', 200))
      .yields(linked('U-new', 'nora-n', 200));
    given(...upTo.pullRequest(), linked('U-new', 'nora-n', 200))
      .when(link('U-new', 'nora-n', 200))
      .yields();
  });
  it('is recorded again where the login has changed', () => {
    given(...upTo.pullRequest(), linked('U-new', 'nora-n', 200))
      .when(link('U-new', 'nora-new', 200))
      .yields(linked('U-new', 'nora-new', 200));
  });
  it('is nothing to a release that is over', () => {
    given(...upTo.pullRequest(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' })
      .when(link('U-new', 'nora-n', 200))
      .yields();
  });
  it('lets the person sign at once', () => {
    given(...ledBy(['U-new']), linked('U-new', 'nora-n', 200))
      .when({ ...signOff, by: 'U-new' })
      .yields({ type: 'SignOffGiven', step, by: 'U-new', decision: 'approve', subject: sha('a') });
  });
  it('bars an author at once, whatever the case of the login', () => {
    given(...ledBy(['U-new', 'U-lena']), linked('U-new', 'Ana-D', 107))
      .when({ ...signOff, by: 'U-new' })
      .refused('separation_of_duties', /You wrote part of these changes \(as Ana-D/);
  });
  it('bars an author whose login was changed, by the number of the account', () => {
    given(...ledBy(['U-new', 'U-lena'], { 'author-ids': '105 107' }), linked('U-new', 'ana-now', 107))
      .when({ ...signOff, by: 'U-new' })
      .refused('separation_of_duties', /as ana-now/);
  });
  it('does not make an author innocent who links another account', () => {
    given(...upTo.pullRequest(), linked('U-tom', 'tom-other', 900))
      .when({ ...signOff, by: 'U-tom' })
      .refused('separation_of_duties', /as tom-h/);
    given(...upTo.pullRequest(), linked('U-tom', 'tom-h', 103), linked('U-tom', 'tom-other', 900))
      .when({ ...signOff, by: 'U-tom' })
      .refused('separation_of_duties', /as tom-h/);
  });
  it('shows who may sign now', () => {
    const before = releaseAfter(...ledBy(['U-new']));
    const after = releaseAfter(...ledBy(['U-new']), linked('U-new', 'nora-n', 200));
    expect(after.visible).toBe(before.version + 1);
    expect(after.outbox).toEqual(before.outbox); // told to nobody but the person
  });
});

it('whoever had the pull request opened is its author too', () => {
  given(...ledBy(['U-lena', 'U-tom'], { authors: 'ana-d', 'started-by': 'Lena-B' }))
    .when({ ...signOff, by: 'U-lena' })
    .refused('separation_of_duties', /You opened the pull request of these changes \(as lena-b/);
});

it('a pull request of before, without these facts, is judged by its authors', () => {
  given(...ledBy(['U-lena', 'U-tom']))
    .when({ ...signOff, by: 'U-lena' })
    .yields({ type: 'SignOffGiven', step, by: 'U-lena', decision: 'approve', subject: sha('a') });
});

describe('at the start of a release', () => {
  const at = (current: boolean, login: string, id: number) => ({ person: 'U-tom', login, id, current });

  it('slipway.yml counts where nobody has linked', () =>
    expect(accountsAtStart({ 'U-tom': 'tom-h' }, [])).toEqual({ github: { 'U-tom': 'tom-h' } }));
  it('a confirmed link wins, and the other login stays known', () =>
    expect(accountsAtStart({ 'U-tom': 'tom-h' }, [at(true, 'tom-new', 103)])).toEqual({
      github: { 'U-tom': 'tom-new' },
      accounts: { 'U-tom': [{ login: 'tom-new', id: 103 }, { login: 'tom-h' }] },
    }));
  it('a link that was taken back says no more who somebody is, but what they wrote stays theirs', () => {
    const known = accountsAtStart({}, [at(false, 'tom-h', 103)]);
    expect(known).toEqual({ github: {}, accounts: { 'U-tom': [{ login: 'tom-h', id: 103 }] } });
    const { component } = started();
    const events = [started({ component: { ...component, ...known }, roles: { 'backend-lead': ['U-tom'] } })];
    expect(releaseAfter(...events).component.github['U-tom']).toBeUndefined();
    given(...ledBy(['U-tom']).map((e) => (e.type === 'ReleaseStarted' ? (events[0] ?? e) : e)))
      .when({ ...signOff, by: 'U-tom' })
      .refused('identity_unknown');
  });
  it('the same login in another case is one account', () => {
    const known = accountsAtStart({ 'U-tom': 'Tom-H' }, [at(true, 'tom-h', 103)]);
    expect(accountsOf({ ...started().component, ...known }, 'U-tom')).toEqual([{ login: 'tom-h', id: 103 }]);
    expect(knowsLink({ ...started().component, ...known }, { person: 'U-tom', login: 'tom-h', id: 103 })).toBe(true);
  });
});

it('a log of before reads as it did, and one with links too', () => {
  expect(readEvent(JSON.parse(JSON.stringify(started())))).toEqual(started());
  const accounts = { 'U-tom': [{ login: 'tom-h' }, { login: 'tom-new', id: 103 }] };
  const newer = started({ component: { ...started().component, accounts } });
  expect(readEvent(JSON.parse(JSON.stringify(newer)))).toEqual(newer);
});
