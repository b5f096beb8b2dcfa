import { describe, expect, it } from 'vitest';
import { breakGlassConfirmers } from '../../src/release/break-glass.ts';
import { decide } from '../../src/release/decide.ts';
import { type ReleaseEvent, readEvent } from '../../src/release/events.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { stepState } from '../../src/release/release.ts';
import { given, releaseAfter } from './given.ts';
import { begun, pinned, tagged } from './joint.ts';

const until = '2026-11-20T07:00:00.000Z';
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
  by: from,
});

describe('who had Deploy pressed for them', () => {
  const roles = { ...begun().roles, manager: ['U-cyd'] };
  const handedOn = [begun({ roles }), ...tagged().slice(1), handed('manager', 'U-cyd', 'U-zed')];
  const old: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U-zed' };
  const pressed: ReleaseEvent = { ...old, for: 'U-cyd' };
  const presses = (by: string) => ({ type: 'RequestDeploy', step: 'deployed', by, attempt: 1 }) as const;
  const confirms = (by: string) => ({ type: 'ConfirmDeploy', step: 'deployed', by, attempt: 1 }) as const;

  it('is kept with the press, and nobody where they hold the role themselves', () => {
    given(...handedOn)
      .when(presses('U-zed'))
      .yields(pressed);
    given(...handedOn)
      .when(presses('U-cyd'))
      .yields({ ...old, by: 'U-cyd' });
  });

  it('does not confirm it, also once the delegation is ended', () => {
    const later = [...handedOn, pressed, ended('manager', 'U-cyd', 'U-zed')];
    given(...later)
      .when(confirms('U-cyd'))
      .refused('separation_of_duties', /Deploy was pressed for you/);
    given(...later)
      .when(confirms('U-ada'))
      .yields({ type: 'DeployConfirmed', step: 'deployed', by: 'U-ada' });
  });

  it('of a press of before, which does not say it, is judged as things stand', () => {
    expect(readEvent(old)).toEqual(old);
    given(...handedOn, old)
      .when(confirms('U-cyd'))
      .refused('separation_of_duties');
    given(...handedOn, old, ended('manager', 'U-cyd', 'U-zed'))
      .when(confirms('U-cyd'))
      .yields({ type: 'DeployConfirmed', step: 'deployed', by: 'U-cyd' });
  });

  it('stands in the record', () => {
    const record = releaseRecord(releaseAfter(...handedOn, pressed));
    expect(record.steps.find(({ id }) => id === 'deployed')).toMatchObject({
      requested: { by: { slack: 'U-zed' }, for: { slack: 'U-cyd' } },
    });
  });
});

describe('for whom break-glass was asked', () => {
  const roles = { ...begun().roles, manager: ['U-pia'], director: ['U-dan', 'U-pia'] };
  const red: ReleaseEvent = { type: 'StepRead', step: 'ci', outcome: 'fail', sentence: 'red' };
  const handedOn = [...pinned({ roles }), red, handed('manager', 'U-pia', 'U-zed')];
  const old: ReleaseEvent = { type: 'BreakGlassAsked', step: 'ci', by: 'U-zed', reason: 'Prod is down' };
  const asked: ReleaseEvent = { ...old, for: 'U-pia' };
  const asks = (by: string) => ({ type: 'BreakGlass', step: 'ci', by, reason: 'Prod is down' }) as const;
  const confirms = (by: string) => ({ type: 'ConfirmBreakGlass', step: 'ci', by, attempt: 1 }) as const;
  const forced: readonly ReleaseEvent[] = [
    { type: 'BreakGlassConfirmed', step: 'ci', by: 'U-dan' },
    { type: 'StepCompleted', step: 'ci', how: 'forced', by: 'U-zed', sentence: 'Prod is down' },
  ];

  it('is kept with what was asked, and nobody where they run the release themselves', () => {
    given(...handedOn)
      .when(asks('U-zed'))
      .yields(asked);
    given(...handedOn)
      .when(asks('U-pia'))
      .yields({ ...old, by: 'U-pia' });
    given(...handedOn, handed('manager', 'U-pia', 'U-maria')) // who started it runs it without that
      .when(asks('U-maria'))
      .yields({ ...old, by: 'U-maria' });
  });

  it('does not confirm it, also once the delegation is ended or its time is over', () => {
    given(...handedOn, asked, ended('manager', 'U-pia', 'U-zed'))
      .when(confirms('U-pia'))
      .refused('separation_of_duties', /Who asked for this acts for you/);
    const release = releaseAfter(...handedOn, asked);
    for (const time of ['2026-11-20T06:59:00Z', '2026-11-20T07:00:01Z'])
      expect(decide(release, confirms('U-pia'), new Date(time), release.id)).toMatchObject({
        refused: 'separation_of_duties',
      });
    given(...handedOn, asked)
      .when(confirms('U-dan'))
      .yields(...forced);
  });

  it('has nobody else confirm it for them', () => {
    const both = [...handedOn, asked, handed('director', 'U-pia', 'U-yan')];
    expect(breakGlassConfirmers(releaseAfter(...both), 'ci')).toEqual(['U-dan']);
    given(...both)
      .when(confirms('U-yan'))
      .refused('separation_of_duties');
  });

  it('of an ask of before, which does not say it, is judged as things stand', () => {
    expect(readEvent(old)).toEqual(old);
    given(...handedOn, old)
      .when(confirms('U-pia'))
      .refused('separation_of_duties');
  });

  it('stands in the record', () => {
    const release = releaseAfter(...handedOn, asked, ...forced);
    expect(stepState(release, 'ci').breakGlass).toMatchObject({ by: 'U-zed', for: 'U-pia' });
    expect(releaseRecord(release)).toMatchObject({
      forced: [{ askedBy: { slack: 'U-zed' }, askedFor: { slack: 'U-pia' }, confirmedBy: { slack: 'U-dan' } }],
    });
  });
});
