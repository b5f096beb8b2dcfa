import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createGitHub } from '../../../src/adapters/github/client.ts';
import { issuesOn } from '../../../src/adapters/github/issues.ts';
import { json, scriptedGitHub, sharedPauses } from '../../adapters/github/scripted-github.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = { check: 'no-open-issues', labelled: ['release-blocker', 'production-impact'], as: 'it' };
const look = async () => {
  const trial = await trialRelease(local.client, [step]);
  return await trial.look('it');
};
const issue = (title: string, labels: readonly string[]) =>
  local.billing.opensIssue('kenji-q', { title, labels: [...labels] });

describe('no-open-issues', () => {
  it('passes while none carries a label that the repository has, and else names the nearest', async () => {
    await issue('A wish', ['enhancement', 'release-blokcer']);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        'acme/billing has no label release-blocker. It has one called release-blokcer. acme/billing has no label production-impact. Make it on GitHub, or correct its name in the playbook.',
    });
    const closed = await issue('Was bad', ['Release-Blocker', 'production-impact']);
    await local.billing.closesIssue('kenji-q', closed);
    expect(await look()).toMatchObject({
      status: 'done',
      done: { sentence: 'No open issue carries release-blocker or production-impact.' },
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('names each that carries one, with its labels and a link, and passes once they are closed or freed of it', async () => {
    const first = await issue('Invoices are lost', ['production-impact', 'bug']);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(
        /^1 open issue stops the release: .* acme\/billing has no label release-blocker\. Make it on GitHub/,
      ),
    });
    const closed = await issue('Was bad', ['release-blocker']);
    await local.billing.closesIssue('kenji-q', closed);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `1 open issue stops the release: #${first} "Invoices are lost" (production-impact). Close it, or take the label off what may wait.`,
      link: expect.stringMatching(new RegExp(`/issues/${first}$`)),
    });
    const second = await issue('Tax is wrong', ['release-blocker', 'production-impact']);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `2 open issues stop the release: #${first} "Invoices are lost" (production-impact) and #${second} "Tax is wrong" (release-blocker and production-impact). Close them, or take the label off what may wait.`,
      link: expect.stringMatching(
        /\/acme\/billing\/issues\?q=is%3Aissue%20is%3Aopen%20label%3A%22release-blocker%22%2C%22production-impact%22$/,
      ),
    });
    await local.billing.closesIssue('kenji-q', first);
    await local.billing.labels(second, ['later']);
    expect(await look()).toMatchObject({ status: 'done' });
  });

  it('a pull request with the label is no issue', async () => {
    const pull = await local.billing.opensPullRequest('maria-r', { head: 'dev', base: 'main', title: 'Release' });
    await local.billing.labels(pull.number, ['release-blocker', 'production-impact']);
    expect(await look()).toMatchObject({ status: 'done' });
  });

  it('a label with a comma once it is filled is no label', async () => {
    const trial = await trialRelease(local.client, [{ ...step, labelled: ['<features>'] }], {
      change: { answers: { features: ['red', 'blue'] } },
    });
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(/^"red, blue" has a comma, which GitHub takes for several labels\. Write each/),
    });
  });

  it('more than is read is no pass', async () => {
    await issue('Was bad', ['release-blocker', 'production-impact']);
    const pull = { number: 1, title: 'A', url: 'x', isPullRequest: true };
    const reading = async (client: Partial<typeof local.client>) => {
      const trial = await trialRelease({ ...local.client, ...client }, [step]);
      return (await trial.look('it')).reading;
    };
    expect(await reading({ openLabelled: async () => ({ found: [pull], complete: false }) })).toMatchObject({
      outcome: 'unavailable',
      sentence:
        'More is open with release-blocker or production-impact than Slipway reads (1,000), and all of that is pull requests, so it cannot say that no issue is among the rest. Take the labels off pull requests on GitHub.',
    });
    const bad = { ...pull, isPullRequest: false };
    expect(await reading({ openLabelled: async () => ({ found: [bad], complete: false }) })).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(/^At least 1 open issue stops the release/),
    });
    const none = { openLabelled: async () => ({ found: [], complete: true }) };
    expect(await reading({ ...none, labelNames: async () => ({ found: ['bug'], complete: false }) })).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('has more labels than Slipway reads (1,000), and release-blocker'),
    });
  });

  it('GitHub is read up to 1,000, and whether that is all is told', async () => {
    const one = { number: 1, title: 'A', html_url: 'x' };
    const full = json(
      200,
      Array.from({ length: 100 }, () => one),
    );
    const pages = Array.from({ length: 9 }, () => full);
    const read = async (last: ReturnType<typeof json>) => {
      await using server = await scriptedGitHub(...pages, last);
      const github = createGitHub({ credentials: { token: 't' }, baseUrl: server.url, pauses: sharedPauses() });
      return await issuesOn(github).openLabelled('acme/billing', 'bug');
    };
    expect(await read(full)).toMatchObject({ complete: false, found: { length: 1000 } });
    expect(await read(json(200, [one]))).toMatchObject({ complete: true, found: { length: 901 } });
  });

  it('what an App may not read is unavailable, with the permission', async () => {
    await local.control.permissions({ metadata: 'read', contents: 'read' });
    const { appId, privateKey, url } = local.server;
    const credentials = { appId: String(appId), privateKey };
    const asApp = issuesOn(createGitHub({ credentials, baseUrl: url, pauses: sharedPauses() }));
    const trial = await trialRelease({ ...local.client, ...asApp }, [step]);
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence:
        'Slipway cannot read the issues of acme/billing. GitHub refused: Resource not accessible by integration. Its GitHub App or token needs the permission issues: read there, and issues must be switched on.',
    });
  });
});
