import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isDeploying } from '../../../src/release/deploy-window.ts';
import { RefusedOutside } from '../../../src/release/outside-errors.ts';
import { plannedStep } from '../../../src/release/release.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
  await local.billing.tags('tom-h', 'v1.5.0', 'dev', { annotated: true });
});

const bare = { deploy: 'production', by: ['release-manager'], as: 'deployed' };
const byWorkflow = { ...bare, workflow: 'deploy.yml', inputs: { version: '<version>', slipway_id: '<run-id>' } };

/** A release in which somebody pressed Deploy. */
async function requested(client: LocalTrial['client'], steps: Parameters<typeof trialRelease>[1]) {
  const trial = await trialRelease(client, steps);
  await trial.deploys('deployed');
  return trial;
}

/** What the team's own machinery says of a deployment. */
async function report(id: number, state: 'in_progress' | 'success' | 'failure') {
  const octokit = `${local.server.url}/repos/acme/billing/deployments/${id}/statuses`;
  const headers = { authorization: `token ${local.server.token}`, 'content-type': 'application/json' };
  const response = await fetch(octokit, {
    method: 'POST',
    headers,
    body: JSON.stringify({ state, log_url: 'https://cd.example/1' }),
  });
  expect(response.status).toBe(201);
}

describe('a deployment on GitHub', () => {
  it('is made once, of the tag, and followed to its end', async () => {
    const { client, billing, control } = local;
    const trial = await requested(client, [bare]);
    await trial.look('deployed');
    await trial.look('deployed');
    const again = await requested(client, [bare]);
    await again.look('deployed');
    const [made, ...others] = await billing.deployments('production');
    expect(others).toEqual([]);
    expect(made).toMatchObject({ ref: 'v1.5.0', state: expect.any(String) });
    const [call] = await control.calls({ method: 'POST', path: /deployments$/ });
    expect(call?.body).toMatchObject({
      auto_merge: false,
      required_contexts: [],
      payload: { slipway: `${trial.id}.deployed.1` },
    });
    await report(made?.id ?? 0, 'in_progress');
    expect((await trial.look('deployed')).reading?.sentence).toBe(
      'The deployment of v1.5.0 to production is in progress.',
    );
    await report(made?.id ?? 0, 'success');
    expect(await trial.look('deployed')).toMatchObject({
      status: 'done',
      done: { how: 'made' },
      facts: { deployment: String(made?.id), url: 'https://cd.example/1', at: expect.stringMatching(/Z$/) },
    });
    expect(await control.refusals()).toEqual([]);
  });

  it.each(['502-after-write', 'reset-after'] as const)('a lost reply (%s) makes no second one', async (kind) => {
    const { client, billing, control } = local;
    const trial = await requested(client, [bare]);
    await control.fault({ kind, method: 'POST', path: /deployments$/ });
    await trial.look('deployed');
    await trial.look('deployed');
    expect(await billing.deployments('production')).toHaveLength(1);
  });

  it('whose request never arrived is asked for again, after a while in which it could still appear', async () => {
    const { client, billing, control } = local;
    const trial = await requested(client, [bare]);
    await control.fault({ kind: 'reset-before', method: 'POST', path: /deployments$/ });
    await trial.look('deployed');
    expect((await trial.look('deployed')).reading?.sentence).toMatch(/got lost.*looks whether it appears/);
    expect(await billing.deployments('production')).toEqual([]);
    trial.later(3 * 60_000);
    await trial.look('deployed');
    await trial.look('deployed');
    expect(await billing.deployments('production')).toHaveLength(1);
  });

  it('is asked for by one of two processes that look at the same time', async () => {
    const trial = await requested(local.client, [bare]);
    await Promise.all([trial.look('deployed'), trial.look('deployed')]);
    expect(await local.billing.deployments('production')).toHaveLength(1);
  });

  it('that failed fails the step, and Retry makes another', async () => {
    const { client, billing } = local;
    const trial = await requested(client, [bare]);
    await trial.look('deployed');
    const [first] = await billing.deployments('production');
    await report(first?.id ?? 0, 'failure');
    expect((await trial.look('deployed')).failure).toMatchObject({
      sentence: 'The deployment of v1.5.0 to production failed.',
      link: 'https://cd.example/1',
    });
    await trial.retry('deployed');
    await trial.look('deployed');
    await trial.look('deployed');
    expect(await billing.deployments('production')).toHaveLength(2);
  });

  it('that a workflow made by itself for the tag is adopted', async () => {
    const { client, billing } = local;
    await billing.dispatches('omar-o', 'deploy.yml', 'v1.5.0', { version: '1.5.0' });
    const trial = await requested(client, [bare]);
    expect((await trial.look('deployed')).reading?.sentence).toMatch(/is in progress/);
    await billing.finishes('deploy.yml', 'success');
    expect((await trial.look('deployed')).done).toMatchObject({ how: 'adopted' });
    expect(await billing.deployments('production')).toHaveLength(1);
  });
});

describe('a workflow that deploys', () => {
  it("is run once, and its job's own deployment is adopted", async () => {
    const { client, billing, control } = local;
    const trial = await requested(client, [byWorkflow]);
    await control.fault({ kind: '502-after-write', method: 'POST', path: /dispatches$/ });
    await trial.look('deployed');
    await trial.look('deployed');
    await trial.look('deployed');
    const runs = await billing.runs({ workflow: 'deploy.yml' });
    expect(runs).toHaveLength(1);
    await billing.finishes('deploy.yml', 'success');
    const [deployment, ...others] = await billing.deployments('production');
    expect(others).toEqual([]);
    expect(await trial.look('deployed')).toMatchObject({
      status: 'done',
      facts: {
        deployment: String(deployment?.id),
        run: String(runs[0]?.id),
        url: expect.stringContaining('/actions/runs/'),
      },
    });
    expect(await billing.deployments('production')).toHaveLength(1);
  });

  it('of a commit that has no tag runs on the released branch, and is recorded at the commit', async () => {
    const { client, billing } = local;
    const dev = (await billing.refs('refs/heads/dev'))[0]?.commit ?? '';
    const pinned = { step: { action: 'open-pull-request', from: 'dev', to: 'main' }, facts: { head: dev } };
    const step = { ...byWorkflow, workflow: 'plain-deploy.yml', at: '<pr.head>' };
    const trial = await trialRelease(client, [step], { done: { pr: pinned } });
    await trial.deploys('deployed');
    await trial.look('deployed');
    expect(await billing.runs({ workflow: 'plain-deploy.yml' })).toMatchObject([{ sha: dev }]);
    await billing.finishes('plain-deploy.yml', 'success');
    expect((await trial.look('deployed')).done?.sentence).toBe(
      `plain-deploy.yml deployed 1.5.0 at ${dev.slice(0, 7)} to production.`,
    );
    expect(await billing.deployments('production')).toMatchObject([{ state: 'success', ref: dev }]);
  });

  it('without an environment leaves a deployment that says what it did, once', async () => {
    const { client, billing, control } = local;
    const trial = await requested(client, [{ ...byWorkflow, workflow: 'plain-deploy.yml' }]);
    await trial.look('deployed');
    await billing.finishes('plain-deploy.yml', 'success');
    await control.fault({ kind: '502-after-write', method: 'POST', path: /deployments$/ });
    await trial.look('deployed');
    expect((await trial.look('deployed')).status).toBe('done');
    expect(await billing.deployments('production')).toMatchObject([{ state: 'success', ref: 'v1.5.0' }]);
  });

  it('without an environment that fails leaves a failed deployment, once; and Retry one of its own', async () => {
    const { client, billing, control } = local;
    const trial = await requested(client, [{ ...byWorkflow, workflow: 'plain-deploy.yml' }]);
    await trial.look('deployed');
    await billing.finishes('plain-deploy.yml', 'failure');
    await control.fault({ kind: '502-after-write', method: 'POST', path: /deployments$/ });
    await trial.look('deployed');
    await trial.look('deployed');
    expect((await trial.look('deployed')).failure?.sentence).toMatch(/^plain-deploy\.yml failed/);
    expect(await billing.deployments('production')).toMatchObject([{ state: 'failure', ref: 'v1.5.0' }]);
    await trial.retry('deployed');
    await trial.look('deployed');
    await billing.finishes('plain-deploy.yml', 'success');
    expect((await trial.look('deployed')).status).toBe('done');
    const states = (await billing.deployments('production')).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['failure', 'success']);
  });

  it('whose failure GitHub does not let be recorded still says why the run failed', async () => {
    const { client, billing } = local;
    const forbidden = {
      ...client,
      async makeDeployment(): Promise<never> {
        throw new RefusedOutside('GitHub refused: Not allowed', 'Grant it.', '403');
      },
    };
    const trial = await requested(forbidden, [{ ...byWorkflow, workflow: 'plain-deploy.yml' }]);
    await trial.look('deployed');
    await billing.finishes('plain-deploy.yml', 'failure');
    expect((await trial.look('deployed')).failure?.sentence).toMatch(/^plain-deploy\.yml failed/);
  });

  it('that waits for a reviewer of the environment says so; that fails fails the step', async () => {
    const { client, billing } = local;
    await billing.environment('production', ['omar-o']);
    const trial = await requested(client, [byWorkflow]);
    await trial.look('deployed');
    expect((await trial.look('deployed')).reading?.sentence).toBe(
      'deploy.yml waits for an approval of its environment on GitHub.',
    );
    await billing.approvesDeployment('omar-o', 'deploy.yml', 'production');
    await billing.finishes('deploy.yml', 'failure');
    expect((await trial.look('deployed')).failure?.sentence).toBe('deploy.yml failed: job deploy.');
  });

  it.each([
    ['by a workflow', byWorkflow],
    ['by a deployment', bare],
  ])('deploys nothing of a tag that was moved, %s', async (_, step) => {
    const { client, billing } = local;
    const tagged = { step: { action: 'create-tag', at: 'dev' }, facts: { tag: 'v1.5.0', sha: 'a'.repeat(40) } };
    const trial = await trialRelease(client, [step], { done: { tagged } });
    await trial.deploys('deployed');
    expect((await trial.look('deployed')).failure).toMatchObject({
      sentence: expect.stringMatching(
        /^The tag v1\.5\.0 stands at \w{7} and was made at aaaaaaa: somebody moved it\.$/,
      ),
      remedy: `Move v1.5.0 back to ${'a'.repeat(40)}, then press Retry.`,
    });
    expect([await billing.deployments('production'), await billing.runs({ workflow: 'deploy.yml' })]).toEqual([[], []]);
  });

  it('deploys nothing without the tag', async () => {
    await local.billing.deletesTag('tom-h', 'v1.5.0');
    const trial = await requested(local.client, [byWorkflow]);
    expect((await trial.look('deployed')).failure?.sentence).toBe('acme/billing has no tag v1.5.0.');
  });
});

describe('a deployment begins by the log, before anything is asked for outside', () => {
  const why = { by: 'U-maria', reason: 'Stop' };

  it.each([
    ['by a workflow', byWorkflow, 'asked-dispatch'],
    ['by a deployment', bare, 'asked-deployment'],
  ])('%s: whoever asks knows that it is written', async (_, step, fact) => {
    const written: (string | undefined)[] = [];
    const notes = async () => void written.push((await trial.state('deployed')).facts[fact]);
    const { client } = local;
    const watched: typeof client = {
      ...client,
      async dispatchWorkflow(...asked) {
        await notes();
        return await client.dispatchWorkflow(...asked);
      },
      async makeDeployment(...asked) {
        await notes();
        return await client.makeDeployment(...asked);
      },
    };
    const trial = await requested(watched, [step]);
    await trial.look('deployed');
    expect(written).toEqual([expect.stringMatching(/^1 1 begins /)]);
    expect((await trial.look('deployed')).facts['try']).toBe('1');
  });

  it('one that was stopped while it was about to be asked for is not; it begins when the release goes on', async () => {
    const { client, billing } = local;
    let stop = async () => {};
    const slow: typeof client = {
      ...client,
      async runsOfWorkflow(...asked) {
        await stop();
        return await client.runsOfWorkflow(...asked);
      },
    };
    const trial = await requested(slow, [byWorkflow]);
    stop = async () => void (await trial.execute(trial.id, { type: 'Pause', ...why }));
    expect((await trial.look('deployed')).reading?.sentence).toMatch(/^Slipway has not asked GitHub about starting/);
    expect(await billing.runs({ workflow: 'deploy.yml' })).toEqual([]);
    stop = async () => {};
    await trial.execute(trial.id, { type: 'Resume', by: 'U-maria' });
    await trial.look('deployed');
    expect(await billing.runs({ workflow: 'deploy.yml' })).toHaveLength(1);
  });

  it.each(['reset-after', 'reset-before'] as const)('one whose reply got lost (%s) is followed', async (kind) => {
    const { client, billing, control } = local;
    const trial = await requested(client, [byWorkflow]);
    await control.fault({ kind, method: 'POST', path: /dispatches$/ });
    const planned = plannedStep(await trial.release(), 'deployed');
    await trial.look('deployed');
    expect(planned !== undefined && isDeploying(await trial.release(), planned)).toBe(true);
    await trial.look('deployed');
    trial.later(3 * 60_000);
    await trial.look('deployed');
    expect(await billing.runs({ workflow: 'deploy.yml' })).toHaveLength(1);
  });

  it('what did not appear after a lost reply is not asked for again where it may not begin any more', async () => {
    const { client, billing, control } = local;
    const trial = await requested(client, [byWorkflow]);
    await control.fault({ kind: 'reset-before', method: 'POST', path: /dispatches$/ });
    await trial.look('deployed');
    await trial.look('deployed');
    trial.later(3 * 60_000);
    await trial.execute(trial.id, { type: 'Pause', ...why });
    const { facts } = await trial.look('deployed');
    expect(facts['asked-dispatch']).toMatch(/^1 1 refused /);
    expect(await billing.runs({ workflow: 'deploy.yml' })).toEqual([]);
  });
});

describe('an environment whose protection rule is Slipway', () => {
  const gatedBy = async (asApp: boolean) => {
    const found = await localGitHub({ asApp });
    opened.push(found);
    await found.billing.gatedEnvironment('production', { id: found.server.appId, slug: 'slipway' });
    await found.billing.tags('tom-h', 'v1.5.0', 'dev', { annotated: true });
    return found;
  };

  it('lets in the run of a deployment that somebody pressed, once, also after a lost reply', async () => {
    const { client, billing, control } = await gatedBy(true);
    const trial = await requested(client, [byWorkflow]);
    await trial.look('deployed');
    expect(await billing.runs({ workflow: 'deploy.yml' })).toMatchObject([{ status: 'waiting' }]);
    await control.fault({ kind: '502-after-write', method: 'POST', path: /deployment_protection_rule$/ });
    await trial.look('deployed');
    expect(await billing.runs({ workflow: 'deploy.yml' })).toMatchObject([{ status: 'in_progress' }]);
    expect((await trial.look('deployed')).reading?.sentence).toBe('deploy.yml is in progress.');
    await billing.finishes('deploy.yml', 'success');
    expect((await trial.look('deployed')).status).toBe('done');
    const [call, ...more] = await control.calls({ method: 'POST', path: /deployment_protection_rule$/ });
    expect(more).toEqual([]);
    expect(call?.body).toMatchObject({ environment_name: 'production', state: 'approved' });
    expect(await control.refusals()).toEqual([]);
  });

  it('is answered once, however often the run is looked at', async () => {
    const { client, billing, control } = await gatedBy(true);
    const trial = await requested(client, [byWorkflow]);
    await trial.look('deployed');
    await trial.look('deployed');
    await trial.look('deployed');
    expect(await control.calls({ method: 'POST', path: /deployment_protection_rule$/ })).toHaveLength(1);
    expect(await billing.runs({ workflow: 'deploy.yml' })).toMatchObject([{ status: 'in_progress' }]);
  });

  it('is not answered by a token, which is no App: the card says what is waited for', async () => {
    const { client, control } = await gatedBy(false);
    const trial = await requested(client, [byWorkflow]);
    await trial.look('deployed');
    expect((await trial.look('deployed')).reading?.sentence).toBe(
      'deploy.yml waits for an approval of its environment on GitHub.',
    );
    expect(await control.calls({ method: 'POST', path: /deployment_protection_rule$/ })).toEqual([]);
  });
});
