import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { alertsOn } from '../../../src/adapters/github/alerts.ts';
import { createGitHub } from '../../../src/adapters/github/client.ts';
import { sharedPauses } from '../../adapters/github/scripted-github.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const all = ['code-scanning', 'dependabot', 'secret-scanning'];
const look = async (step: Readonly<Record<string, unknown>> = {}) => {
  const wanted = { check: 'no-security-alerts', of: all, severity: 'high', as: 'it', ...step };
  const trial = await trialRelease(local.client, [wanted]);
  return await trial.look('it');
};
const shortTip = async () => (await local.billing.commit('dev')).sha.slice(0, 7);
const everythingOn = async () => {
  for (const scanner of ['code-scanning', 'dependabot', 'secret-scanning'] as const)
    await local.billing.switchScanner(scanner);
  await local.billing.analyses('dev');
};

describe('no-security-alerts', () => {
  it('passes without an open alert of the severity, saying what was read', async () => {
    await everythingOn();
    const short = await shortTip();
    expect(await look()).toMatchObject({
      status: 'done',
      done: {
        sentence: `No open alert: code scanning of dev at ${short} (high or worse), Dependabot (high or worse) and secret scanning.`,
      },
    });
    await local.billing.raisesAlert({ scanner: 'dependabot', title: 'Slow regular expression', severity: 'medium' });
    await local.billing.raisesAlert({
      scanner: 'code-scanning',
      title: 'Unused variable',
      level: 'warning',
      branch: 'dev',
    });
    await local.billing.raisesAlert({
      scanner: 'code-scanning',
      title: 'SQL injection',
      severity: 'critical',
      branch: 'main',
    });
    expect(await look()).toMatchObject({ status: 'done' });
    expect((await look({ severity: 'medium' })).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        '1 open alert of code scanning on dev: "Unused variable in src/index.ts" (medium). 1 open alert of Dependabot: "src/index.ts: Slow regular expression" (medium). Fix them, or dismiss them on GitHub with the reason.',
    });
    expect((await look({ of: ['code-scanning'], ref: 'main' })).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('"SQL injection in src/index.ts" (critical)'),
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('fails for each scanner with its link, and passes once the alerts are closed', async () => {
    await everythingOn();
    const code = { scanner: 'code-scanning', title: 'Missing check', level: 'error', branch: 'dev' } as const;
    const number = await local.billing.raisesAlert(code);
    expect((await look({ of: ['code-scanning'] })).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('"Missing check in src/index.ts" (high)'),
      link: expect.stringMatching(/\/security\/code-scanning\/1$/),
    });
    await local.billing.closesAlert('code-scanning', number);
    const secret = await local.billing.raisesAlert({ scanner: 'secret-scanning', title: 'Stripe API Key' });
    expect((await look({ severity: 'critical' })).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        '1 open alert of secret scanning: "Stripe API Key". Fix them, or dismiss them on GitHub with the reason.',
      link: expect.stringMatching(/\/security\/secret-scanning\/1$/),
    });
    await local.billing.closesAlert('secret-scanning', secret);
    for (const title of ['one', 'two', 'three', 'four'])
      await local.billing.raisesAlert({ scanner: 'dependabot', title, severity: 'critical', where: 'lodash' });
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(
        '4 open alerts of Dependabot: "lodash: four" (critical), "lodash: three" (critical), "lodash: two" (critical) and 1 more.',
      ),
      link: expect.stringMatching(/\/security\/dependabot\/4$/),
    });
    for (const one of [1, 2, 3, 4]) await local.billing.closesAlert('dependabot', one);
    expect(await look()).toMatchObject({ status: 'done' });
  });

  it.each([
    [
      'code-scanning',
      'Slipway cannot read the code scanning alerts of acme/billing. GitHub says: Code scanning is not enabled for this repository. Please enable code scanning in the repository settings. Enable code scanning in the settings of acme/billing and let it run once, or take it out of the playbook.',
    ],
    [
      'dependabot',
      'Slipway cannot read the Dependabot alerts of acme/billing. GitHub says: Dependabot alerts are disabled for this repository. Enable Dependabot in the settings of acme/billing and let it run once, or take it out of the playbook.',
    ],
    [
      'secret-scanning',
      'Slipway cannot read the secret scanning alerts of acme/billing. GitHub says: Secret scanning is disabled on this repository. Enable secret scanning in the settings of acme/billing and let it run once, or take it out of the playbook.',
    ],
  ])('%s that is switched off is unavailable, with what to enable', async (scanner, sentence) => {
    expect((await look({ of: [scanner] })).reading).toMatchObject({ outcome: 'unavailable', sentence });
  });

  it('what is red is told first, and what cannot be read is told with it', async () => {
    await local.billing.switchScanner('dependabot');
    await local.billing.raisesAlert({ scanner: 'dependabot', title: 'Takeover', severity: 'high', where: 'left-pad' });
    expect((await look({ of: ['secret-scanning', 'dependabot'] })).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(
        /^1 open alert of Dependabot: "left-pad: Takeover" \(high\)\. Slipway cannot read the secret scanning alerts/,
      ),
    });
  });

  it('code scanning says nothing of a commit that it has not looked at, or not wholly', async () => {
    const scanning = { of: ['code-scanning'] };
    await local.billing.switchScanner('code-scanning');
    expect((await look(scanning)).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('GitHub says: no analysis found. Enable code scanning'),
    });
    await local.billing.analyses('main');
    expect((await look(scanning)).reading).toMatchObject({
      outcome: 'unavailable',
      sentence:
        'Code scanning has never looked at dev of acme/billing. Let it run on pushes to dev, or name another branch as ref: in the playbook.',
    });
    const before = await shortTip();
    await local.billing.analyses('dev');
    await local.billing.pushes('tom-h', 'dev', { 'NOTES.md': 'new\n' }, 'docs: new');
    const now = await shortTip();
    expect((await look(scanning)).reading).toMatchObject({
      outcome: 'wait',
      sentence: `Code scanning has not looked at ${now} of dev yet, only at ${before}. If nothing starts it by itself, start it on GitHub, or let it run on every push to dev.`,
    });
    await local.billing.analyses('dev', { error: 'no source code was seen' });
    expect((await look(scanning)).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: `Code scanning (CodeQL /language:javascript-typescript) went wrong on ${now} of dev: no source code was seen. Run it again on GitHub.`,
    });
    await local.billing.analyses('dev', { category: '/language:go' });
    expect((await look(scanning)).reading).toMatchObject({ outcome: 'unavailable' });
    await local.billing.analyses('dev');
    expect(await look(scanning)).toMatchObject({ status: 'done' });
    expect((await look({ ...scanning, ref: 'gone' })).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'acme/billing has no branch gone.',
    });
  });

  it('waits for every analysis that looked at the commit before, naming which are missing', async () => {
    const scanning = { of: ['code-scanning'] };
    await local.billing.switchScanner('code-scanning');
    await local.billing.analyses('dev', { category: '/language:python' });
    await local.billing.pushes('tom-h', 'dev', { 'OLD.md': 'old\n' }, 'docs: old');
    const before = await shortTip();
    for (const category of ['/language:go', '/language:ruby']) await local.billing.analyses('dev', { category });
    await local.billing.pushes('tom-h', 'dev', { 'NOTES.md': 'new\n' }, 'docs: new');
    const now = await shortTip();
    await local.billing.analyses('dev', { category: '/language:ruby' });
    expect((await look(scanning)).reading).toMatchObject({
      outcome: 'wait',
      sentence: `Code scanning has not looked wholly at ${now} of dev yet: CodeQL /language:go looked only at ${before}. If nothing starts it by itself, start it on GitHub, or let it run on every push to dev.`,
    });
    await local.billing.analyses('dev', { category: '/language:go' });
    expect(await look(scanning)).toMatchObject({ status: 'done' });
  });

  it('an App without the permission is unavailable, with the permission', async () => {
    await everythingOn();
    const { appId, privateKey, url } = local.server;
    const credentials = { appId: String(appId), privateKey };
    const asApp = alertsOn(createGitHub({ credentials, baseUrl: url, pauses: sharedPauses() }));
    const trial = await trialRelease({ ...local.client, ...asApp }, [
      { check: 'no-security-alerts', of: ['dependabot'], as: 'it' },
    ]);
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence:
        "Slipway cannot read the Dependabot alerts of acme/billing. GitHub says: Resource not accessible by integration. Please give Slipway's GitHub App or token the permission Dependabot alerts: read there.",
    });
  });
});
