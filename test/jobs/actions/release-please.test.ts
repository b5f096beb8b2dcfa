import { describe, expect, it, vi } from 'vitest';
import { minute, platformTrial, proposes, withOwnToken } from '../release-please/platform-trial.ts';

vi.setConfig({ testTimeout: 60_000 }); // git works behind the local GitHub

const dispatched = { workflow: 'release-please.yml', event: 'workflow_dispatch' };
const asVersion = (version: string) => `chore: release as ${version}\n\nRelease-As: ${version}`;

describe('where no pull request of Release Please is open', () => {
  it('starts its workflow once, also after a lost reply, and takes over what that opens', async () => {
    const { release, platform, control, proposal } = await platformTrial();
    const trial = await release();
    await control.fault({ kind: '502-after-write', method: 'POST', path: /dispatches$/ });
    await trial.look('pr');
    await trial.look('pr');
    trial.later(3 * minute);
    expect((await trial.look('pr')).reading?.sentence).toMatch(/^release-please\.yml is in progress/);
    await platform.finishes('release-please.yml', 'success');
    const { number, headSha } = await proposal();
    expect(await trial.look('pr')).toMatchObject({
      status: 'done',
      done: {
        how: 'made',
        sentence: expect.stringContaining(
          `Release Please proposes 1.2.0 in pull request #${number}: 3 commits of 3 pull requests.`,
        ),
      },
      facts: {
        number: String(number),
        head: headSha,
        base: 'main',
        proposed: '1.2.0',
        commits: '3',
        authors: 'ana-d ben-w omar-o maria-r', // who wrote any of it, and who started it: not the bot
      },
    });
    expect(await platform.runs(dispatched)).toHaveLength(1);
    expect(await control.refusals()).toEqual([]);
  });

  it('names what its changelog leaves out', async () => {
    const { release, runs } = await platformTrial();
    await runs();
    const trial = await release();
    const { done, facts } = await trial.look('pr');
    expect(done?.sentence).toMatch(
      /Released, but left out of its changelog: \w{7} “chore\(helm\): roll out 1\.2\.0 with more memory \(#3\)”\. Whoever signs/,
    );
    expect(facts['changes']).toMatch(/\nNot in its changelog, but released: \w{7} chore\(helm\)/);
  });

  it('awaits the scheduled run where the playbook says so, and starts none', async () => {
    const { release, platform } = await platformTrial();
    const trial = await release({ ...proposes, start: 'scheduled' });
    expect((await trial.look('pr')).reading?.sentence).toMatch(
      /waits for the next scheduled run of release-please\.yml/,
    );
    const run = await platform.schedules('release-please.yml');
    expect((await trial.look('pr')).reading?.link).toContain(`/runs/${run.id}`);
    await platform.finishes(run.id, 'success');
    expect(await trial.look('pr')).toMatchObject({ status: 'done', facts: { proposed: '1.2.0' } });
    expect(await platform.runs(dispatched)).toEqual([]);
  });

  it('of a scheduled run that failed Retry runs the failed jobs again', async () => {
    const { release, platform, control } = await platformTrial();
    const trial = await release({ ...proposes, start: 'scheduled' });
    const run = await platform.schedules('release-please.yml');
    await trial.look('pr');
    await platform.finishes(run.id, 'failure');
    expect((await trial.look('pr')).failure?.sentence).toBe('release-please.yml failed: job release-please.');
    trial.later(minute);
    await trial.retry('pr');
    await trial.look('pr');
    await trial.look('pr');
    expect(await control.calls({ path: /rerun-failed-jobs$/ })).toHaveLength(1);
    await platform.finishes(run.id, 'success');
    expect(await trial.look('pr')).toMatchObject({ status: 'done' });
  });

  it('says that nothing asks for a version, and Retry starts the workflow anew', async () => {
    const { release, platform, runs, proposal, merged } = await platformTrial();
    await merged();
    await runs();
    expect(await proposal()).toMatchObject({ labels: ['autorelease: tagged'] });
    const trial = await release(proposes, { version: '1.3.0', previousTag: 'v1.2.0' });
    await trial.look('pr');
    await platform.finishes('release-please.yml', 'success');
    expect((await trial.look('pr')).failure).toMatchObject({
      sentence:
        'release-please.yml succeeded at main, and Release Please has opened no pull request: nothing that its changelog shows was merged since v1.2.0.',
      remedy: expect.stringContaining('Release-As: 1.3.0'),
    });
    await platform.switchWorkflow('release-please.yml', false); // the push alone brings nothing
    await platform.pushes('ana-d', 'main', { 'portal/more.ts': '// more\n' }, 'feat(portal): more');
    await platform.switchWorkflow('release-please.yml', true);
    await trial.retry('pr');
    await trial.look('pr');
    await platform.finishes('release-please.yml', 'success');
    expect(await trial.look('pr')).toMatchObject({ status: 'done', facts: { proposed: '1.3.0' } });
    expect(await platform.runs(dispatched)).toHaveLength(4); // two of them by hand
  });

  it('says which merged one holds Release Please up', async () => {
    const { release, platform, merged } = await platformTrial();
    const { number } = await merged();
    await platform.autofinish('release-please.yml', 'queued');
    const trial = await release(proposes, { version: '1.3.0', previousTag: 'v1.2.0' });
    await trial.look('pr');
    await platform.finishes('release-please.yml', 'success');
    await platform.labels(number, ['autorelease: pending']); // as where skip-github-release lets it stay
    expect((await trial.look('pr')).failure).toMatchObject({
      sentence: `Pull request #${number} of an earlier release was merged and is still labelled autorelease: pending, so Release Please opens no new one.`,
      remedy: expect.stringContaining('autorelease: tagged'),
    });
  });
});

describe('where one is open', () => {
  it('is taken over, and no workflow is started', async () => {
    const { release, platform, runs } = await platformTrial();
    await runs();
    const trial = await release();
    expect(await trial.look('pr')).toMatchObject({ status: 'done', facts: { proposed: '1.2.0' } });
    expect(await platform.runs(dispatched)).toHaveLength(1); // by hand
  });

  it('of another version it fails with both; Retry runs Release Please, which reads the footer', async () => {
    const { release, platform, runs, proposal } = await platformTrial();
    await runs();
    const { number } = await proposal();
    const trial = await release(proposes, { version: '2.0.0' });
    expect((await trial.look('pr')).failure).toEqual({
      sentence: `Release Please proposes 1.2.0 in pull request #${number}, and this release is 2.0.0.`,
      remedy:
        'Push a commit to main whose message ends with the line Release-As: 2.0.0, let Release Please rewrite the pull request, then press Retry. Or cancel this release and start it as 1.2.0.',
      link: expect.stringContaining(`/pull/${number}`),
    });
    await platform.switchWorkflow('release-please.yml', false);
    await platform.pushes('tom-h', 'main', { 'docs/2.md': 'two\n' }, asVersion('2.0.0'));
    await platform.switchWorkflow('release-please.yml', true);
    await trial.retry('pr');
    await trial.look('pr');
    await platform.finishes('release-please.yml', 'success');
    expect(await trial.look('pr')).toMatchObject({
      status: 'done',
      facts: { number: String(number), proposed: '2.0.0' },
    });
  });

  it('without its label it is not yet one', async () => {
    const { release, platform, runs, proposal } = await platformTrial();
    await runs();
    await platform.labels((await proposal()).number, []);
    const trial = await release();
    expect((await trial.look('pr')).reading?.sentence).toMatch(/is not labelled autorelease: pending yet/);
  });

  it('one of another branch, or of a person, is none', async () => {
    const { release, platform } = await platformTrial();
    await platform.pushes('ben-w', 'release-please--branches--mainline', { 'a.txt': 'a' }, 'feat: a');
    await platform.opensPullRequest('ben-w', {
      head: 'release-please--branches--mainline',
      base: 'main',
      title: 'release 1.2.0',
    });
    const trial = await release();
    expect((await trial.look('pr')).reading?.sentence).toBe('release-please.yml was started at main.');
  });
});

describe('CI of what GITHUB_TOKEN opened', () => {
  const ci = { check: 'ci-green', of: 'pr', as: 'ci' };

  it('never begins; it is red with what to do, and goes on once somebody has closed and reopened it', async () => {
    const { platform, runs, proposal, proposed } = await platformTrial();
    await platform.pushes('omar-o', 'main', { '.github/workflows/release-please.yml': withOwnToken }, 'ci: own token');
    await runs();
    const { number, author, headSha } = await proposal();
    expect(author).toBe('github-actions[bot]');
    const trial = await proposed(ci);
    const red = {
      outcome: 'fail',
      sentence: `Nothing has reported on ${headSha.slice(0, 7)}: GitHub runs no workflows for pull requests that GITHUB_TOKEN opened or pushed to. Close and reopen #${number}, or let release-please use an App's token.`,
    };
    expect((await trial.look('ci')).reading).toMatchObject(red);
    await platform.protects('main', { requiredStatuses: ['ci'] });
    expect((await trial.look('ci')).reading).toMatchObject({
      sentence: expect.stringMatching(/^ci has not reported on \w{7}: GitHub runs no/),
    });
    await platform.closes(number, 'lena-b');
    await platform.reopens(number, 'lena-b');
    expect((await trial.look('ci')).reading).toMatchObject({ outcome: 'wait' });
    await platform.finishes('ci.yml', 'success');
    expect(await trial.look('ci')).toMatchObject({ status: 'done' });
  });
});
