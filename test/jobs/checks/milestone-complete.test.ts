import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createGitHub } from '../../../src/adapters/github/client.ts';
import { issuesOn } from '../../../src/adapters/github/issues.ts';
import { sharedPauses } from '../../adapters/github/scripted-github.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = { check: 'milestone-complete', milestone: 'v<version>', as: 'it' };
const look = async () => {
  const trial = await trialRelease(local.client, [step]);
  return await trial.look('it');
};
const issue = async (title: string, milestone = 'v1.5.0') => {
  const number = await local.billing.opensIssue('kenji-q', { title });
  await local.billing.intoMilestone(number, milestone);
  return number;
};

describe('milestone-complete', () => {
  it('more than is read is no pass', async () => {
    const looking = async (client: Partial<typeof local.client>) => {
      const trial = await trialRelease({ ...local.client, ...client }, [step]);
      return (await trial.look('it')).reading;
    };
    const v15 = { number: 1, title: 'v1.5.0', url: 'x', closed: 3 };
    const other = { ...v15, title: 'v1.4.0' };
    expect(await looking({ milestones: async () => ({ found: [other], complete: false }) })).toMatchObject({
      outcome: 'unavailable',
      sentence:
        'acme/billing has more milestones than Slipway reads (1,000), and v1.5.0 is not among those. Look at it on GitHub, and complete this step by hand.',
    });
    const pdf = { number: 9, title: 'PDF', url: 'x', isPullRequest: false };
    const many = {
      milestones: async () => ({ found: [v15], complete: true }),
      openInMilestone: async () => ({ found: [pdf], complete: false }),
    };
    expect(await looking(many)).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(/^At least 1 of 4 in the milestone v1\.5\.0 is open/),
    });
  });

  it('fails without the milestone, with nothing in it and with something open, and passes once all is closed', async () => {
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        'acme/billing has no milestone v1.5.0. Make it on GitHub and put the issues and pull requests of this release into it, or correct its name in the playbook.',
    });
    await local.billing.milestone('1.5.0');
    expect((await look()).reading?.sentence).toMatch(/has no milestone v1\.5\.0\. It has one called 1\.5\.0\. Make it/);
    await local.billing.milestone('v1.5.0');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        'Nothing is in the milestone v1.5.0, so nothing says that it is complete. Put the issues and pull requests of this release into it.',
      link: expect.stringMatching(/\/milestone\/2$/),
    });
    const numbers = [await issue('Tax'), await issue('CSV'), await issue('PDF'), await issue('Mail')];
    await issue('Elsewhere', '1.5.0');
    await local.billing.intoMilestone(1, 'v1.5.0');
    const [tax = 0, csv = 0, pdf = 0, mail = 0] = numbers;
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `4 of 5 in the milestone v1.5.0 are open: #${mail} "Mail", #${pdf} "PDF", #${csv} "CSV" and 1 more. Close them, or move them to another milestone.`,
      link: expect.stringMatching(/\/milestone\/2$/),
    });
    for (const number of [csv, pdf, mail]) await local.billing.closesIssue('kenji-q', number);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`1 of 5 in the milestone v1.5.0 is open: #${tax} "Tax".`),
      link: expect.stringMatching(new RegExp(`/issues/${tax}$`)),
    });
    await local.billing.intoMilestone(tax, '1.5.0');
    await local.billing.closesMilestone('v1.5.0');
    expect(await look()).toMatchObject({
      status: 'done',
      done: { sentence: 'All 4 issues and pull requests in the milestone v1.5.0 are closed.' },
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('an open pull request stops it, but not the one of the release itself', async () => {
    await local.billing.milestone('v1.5.0');
    await local.billing.intoMilestone(2, 'v1.5.0');
    const pull = await local.billing.opensPullRequest('maria-r', { head: 'dev', base: 'main', title: 'Release' });
    await local.billing.intoMilestone(pull.number, 'v1.5.0');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`#${pull.number} "Release"`),
      link: expect.stringMatching(new RegExp(`/pull/${pull.number}$`)),
    });
    const trial = await trialRelease(local.client, [step], {
      done: {
        pr: {
          step: { action: 'open-pull-request', from: 'dev', to: 'main' },
          facts: { number: String(pull.number), head: pull.headSha },
        },
      },
    });
    expect(await trial.look('it')).toMatchObject({
      status: 'done',
      done: { sentence: 'The one issue or pull request in the milestone v1.5.0 is closed.' },
    });
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
        'Slipway cannot read the milestones of acme/billing. GitHub refused: Resource not accessible by integration. Its GitHub App or token needs the permissions issues: read and pull requests: read there.',
    });
  });
});
