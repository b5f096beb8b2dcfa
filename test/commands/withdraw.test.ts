import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { whatStands } from '../../src/commands/what-stands.ts';
import { withdrawnTagsIn } from '../../src/commands/withdrawn-tags.ts';
import { nothingSince, redeploymentOf } from '../../src/release/redeploy.ts';
import { type Release, stepState } from '../../src/release/release.ts';
import type { StepState } from '../../src/release/step-state.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { withdrawModal } from '../../src/views/withdraw-modal.ts';
import { backendService, completed } from '../release/given.ts';
import { billing, storyTo } from '../views/billing.ts';
import { flawsOfModal } from '../views/read.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

describe('a bad release', () => {
  it('is withdrawn after it was closed, by a form that says what that does and names the version', async () => {
    const id = await on.begin('orders', storyTo('published'));
    await on.happens(id, { type: 'ReleaseClosed' });
    const maria = on.slack.person('maria');
    await maria.types(home, '/release withdraw orders');
    const modal = await maria.until('the form is open', () => maria.modal());
    expect(JSON.stringify(modal)).toContain('The tag v1.5.0 stays, and its version is not used again.');
    await maria.fills({
      'Are you sure?': ['Withdraw orders 1.5.0'],
      'Why? It goes to GitHub, to the channels and into the record.': 'bad',
    });
    expect((await maria.submits()).kind).toBe('errors');
    await maria.fills({
      'Why? It goes to GitHub, to the channels and into the record.': 'Invoices are *lost* <!channel>',
    });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    const release = await on.execute.load(id);
    expect(release).toMatchObject({ status: 'closed', withdrawn: { by: 'U0MARIA' } });
    if (release === undefined) throw new Error('no release');
    expect(flawsOfModal(withdrawModal(release, redeploymentOf(release, nothingSince)))).toEqual([]);
    await on.settle(id);
    await maria.sees(home, /Withdrawn by @maria: \*orders 1\.5\.0\*\. Invoices are/);
    await maria.sees(home, /⛔ Withdrawn\* by @maria/);
    await maria.types(home, '/release withdraw orders 1.5.0');
    await maria.sees(home, /1\.5\.0 was withdrawn already: Invoices are/);
  });

  it('is withdrawn by nobody else, and not before it has a tag', async () => {
    await on.begin('payments', storyTo('tagged'));
    const lena = on.slack.person('lena');
    await lena.types(home, '/release withdraw payments v1.5.0');
    await lena.sees(home, /Only those who run this release may do that\. Ask @maria/);
    await lena.types(home, '/release withdraw payments 9.9.9');
    await lena.sees(home, /Slipway knows no release 9\.9\.9 of payments among the last 20/);
    const early = await on.begin('ledger', storyTo('merged'));
    const maria = on.slack.person('maria');
    await maria.types(home, '/release withdraw ledger');
    await maria.sees(home, /Slipway has made no tag v1\.5\.0 yet, so there is nothing to withdraw\. Cancel/);
    expect((await on.execute.load(early))?.withdrawn).toBeUndefined();
  });

  it('that was deployed is replaced by the one before, by the button, or that is given up', async () => {
    const deployed = [
      { type: 'DeployRequested' as const, step: 'deployed', by: 'U0OMAR' },
      completed('deployed', { run: '1' }),
    ];
    const change = { playbook: { ...backendService, withdraw: { 'revert-tag': false, redeploy: ['production'] } } };
    const bad = await on.begin('invoices', [...storyTo('published'), ...deployed], change);
    const [maria, omar] = [on.slack.person('maria'), on.slack.person('omar')];
    await maria.types(home, '/release withdraw invoices');
    const shown = await maria.sees('modal', 'is taken back, for good');
    expect(shown).toContain('“Deploy 1.4.2 to production”. Until that has ended, production keeps what it runs.');
    await maria.fills({
      'Are you sure?': ['Withdraw invoices 1.5.0'],
      'Why? It goes to GitHub, to the channels and into the record.': 'Invoices are lost',
    });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect(await on.releases.byId(bad)).toMatchObject({ status: 'withdrawing' });
    await on.settle(bad);
    await maria.sees(
      home,
      /Waiting for\*[\s\S]*Deploy 1\.4\.2 to production[\s\S]*\*production\* may run v1\.5\.0 until v1\.4\.2/,
    );
    await omar.types(home, '/release deploy invoices');
    await omar.sees(home, 'was withdrawn: please deploy *1.4.2* to *production* again');
    await omar.clicks('Deploy 1.4.2 to production', { in: home, confirm: true });
    await omar.sees(home, /invoices 1\.4\.2 is being deployed to \*production\*/);
    await maria.types(home, '/release cancel invoices');
    await maria.sees('modal', 'stays withdrawn. What was not deployed yet will not be');
    await maria.fills({ 'Why? It goes into the record.': 'By hand tomorrow' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    const ended = await on.settle(bad);
    expect(ended).toMatchObject({ status: 'cancelled', withdrawn: { givenUp: { by: 'U0MARIA' } } });
    await maria.sees(home, /may still run v1\.5\.0: bringing v1\.4\.2 back was given up by @maria: By hand tomorrow/);
  });

  it('is not replaced where another release was deployed since, or where the one before was withdrawn too', async () => {
    const deployed = (by: string) => [
      { type: 'DeployRequested' as const, step: 'deployed', by },
      completed('deployed', { run: '1' }),
    ];
    const bad = billing('published', deployed('U0OMAR'));
    const later = { ...bad, id: 'later', tag: 'v1.6.0', semver: '1.6.0' };
    const before = { ...bad, id: 'before', tag: 'v1.4.2', semver: '1.4.2' };
    const taken = { by: 'U', reason: 'Bad', since: '2026-11-20T05:00:00Z', tag: 'v1.4.2' };
    const all = [later, bad, before];
    const execute = { load: async (id: string) => all.find((one) => one.id === id) };
    const listed = (release: Release, withdrawn?: typeof taken) => ({
      id: release.id,
      component: 'billing',
      channel: 'C',
      semver: release.semver,
      status: 'closed',
      startedAt: new Date(0),
      summary: { ...summaryOf(release), ...(withdrawn === undefined ? {} : { withdrawn }) },
    });
    const stands = async (...rows: readonly ReturnType<typeof listed>[]) =>
      await whatStands({ execute, releases: { recent: async () => rows } }, bad);
    expect(await stands(listed(bad))).toEqual({ elsewhere: { production: 'v1.5.0' }, withdrawnTags: [] });
    expect(await stands(listed(bad), listed(before, taken))).toMatchObject({ withdrawnTags: ['v1.4.2'] });
    const hour = 3_600_000;
    const moved = (state: StepState, by: number): StepState => ({
      ...state,
      ...(state.requested === undefined
        ? {}
        : { requested: { ...state.requested, at: new Date(state.requested.at.getTime() + by) } }),
    });
    const at = (release: Release, by: number): Release => ({
      ...release,
      steps: { ...release.steps, deployed: moved(stepState(release, 'deployed'), by) },
    });
    all.splice(0, 3, at(later, hour), bad, at(before, -hour));
    expect((await stands(listed(later), listed(bad), listed(before))).elsewhere).toEqual({ production: 'v1.6.0' });
    expect((await stands(listed(bad), listed(before))).elsewhere).toEqual({ production: 'v1.5.0' });
  });

  it('is known to the next start by its tag', async () => {
    const summary = billing('tagged');
    const listed = {
      id: 'x',
      component: 'billing',
      channel: 'C',
      semver: '1.5.0',
      status: 'cancelled',
      startedAt: new Date(0),
      summary: {
        ...summaryOf(summary),
        withdrawn: { by: 'U', reason: 'Bad', since: '2026-11-20T05:00:00Z', tag: 'v1.5.0' },
      },
    };
    const recent = async () => [listed, { ...listed, summary: summaryOf(summary) }];
    expect(await withdrawnTagsIn({ recent })('billing')).toEqual(['v1.5.0']);
  });
});
