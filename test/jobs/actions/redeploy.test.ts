import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { releaseOf } from '../../../src/release/evolve.ts';
import type { Release } from '../../../src/release/release.ts';
import { completed, started } from '../../release/given.ts';
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
const inputs = { version: '<version>', slipway_id: '<run-id>' };
const byWorkflow = { ...bare, workflow: 'deploy.yml', inputs };

async function commitOf(tag: string): Promise<string> {
  const sha = await local.client.commitOfRef('acme/billing', `tags/${tag}`);
  if (sha === undefined) throw new Error(`no tag ${tag}`);
  return sha;
}

/** A release whose deployment was asked for, and that is withdrawn after `first` tries of it. */
async function withdrawn(
  step: Readonly<Record<string, unknown>>,
  first: (trial: Trial) => Promise<unknown> = async () => undefined,
  client: LocalTrial['client'] = local.client,
) {
  const tagged = { step: { action: 'create-tag', at: 'x' }, facts: { tag: 'v1.5.0', sha: await commitOf('v1.5.0') } };
  const { playbook } = await (await trialRelease(client, [step], { done: { tagged } })).release();
  const withRedeploy = { ...playbook, withdraw: { 'revert-tag': false, redeploy: ['production'] } };
  const trial = await trialRelease(client, [step], { done: { tagged }, change: { playbook: withRedeploy } });
  await trial.deploys('deployed');
  await first(trial);
  await trial.execute(trial.id, { type: 'Withdraw', by: 'U-maria', reason: 'Invoices are lost' });
  await trial.deploys('redeploy-deployed');
  return trial;
}
type Trial = Awaited<ReturnType<typeof trialRelease>>;

const runs = async () => await local.billing.runs({ workflow: 'deploy.yml' });
const look = (trial: Trial) => trial.look('redeploy-deployed');

describe('the version before a withdrawn one', () => {
  it('is deployed by the workflow at its tag, with its version and a run of its own, once', async () => {
    const trial = await withdrawn(byWorkflow);
    await look(trial);
    await look(trial);
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run?.title).toBe(`1.4.0 ${trial.id}.redeploy-deployed.1`);
    const [call] = await local.control.calls({ method: 'POST', path: /dispatches$/ });
    expect(call?.body).toMatchObject({ ref: 'v1.4.0', inputs: { version: '1.4.0' } });
    await local.billing.finishes(run?.id ?? 0, 'success');
    expect(await look(trial)).toMatchObject({
      status: 'done',
      done: { how: 'made', sentence: 'deploy.yml deployed v1.4.0 to production.' },
    });
    expect(await trial.release()).toMatchObject({ status: 'cancelled', withdrawn: { redeploy: { tag: 'v1.4.0' } } });
    expect(await local.control.refusals()).toEqual([]);
  });

  it.each(['502-after-write', 'reset-after'] as const)('after a lost reply (%s) once as well', async (kind) => {
    const trial = await withdrawn(byWorkflow);
    await local.control.fault({ kind, method: 'POST', path: /dispatches$/ });
    await look(trial);
    await look(trial);
    expect(await runs()).toHaveLength(1);
  });

  it('gets the commit of its tag in place of the commit of the release', async () => {
    const trial = await withdrawn({
      ...byWorkflow,
      at: '<tagged.sha>',
      inputs: { ...inputs, version: '<tagged.sha>' },
    });
    await look(trial);
    const [call] = await local.control.calls({ method: 'POST', path: /dispatches$/ });
    expect(call?.body).toMatchObject({ ref: 'dev', inputs: { version: await commitOf('v1.4.0') } });
  });

  it('waits while a run still deploys the withdrawn version', async () => {
    const trial = await withdrawn(byWorkflow, (before) => before.look('deployed'));
    const waits = (await look(trial)).reading?.sentence;
    expect(waits).toMatch(
      /^deploy\.yml still deploys v1\.5\.0 to production\. v1\.4\.0 is deployed as soon as that has ended/,
    );
    const [bad] = await runs();
    await local.billing.finishes(bad?.id ?? 0, 'cancelled');
    await look(trial);
    expect((await runs()).map(({ title }) => title.split(' ')[0])).toEqual(['1.5.0', '1.4.0']);
  });

  it('is deployed anew though it was deployed once before, where no workflow does it', async () => {
    const { client, billing } = local;
    const early = await client.makeDeployment('acme/billing', {
      environment: 'production',
      ref: 'v1.4.0',
      ours: 'billing-1.4.0-x.deployed.1',
      description: '',
    });
    await client.reportDeployment('acme/billing', early.id, 'success', 'https://cd.example/1');
    const trial = await withdrawn(bare);
    await look(trial);
    await look(trial);
    const made = await billing.deployments('production');
    expect(made.map(({ ref }) => ref)).toEqual(['v1.4.0', 'v1.4.0']);
  });

  it('is not deployed over what another release deployed since', async () => {
    const later: Release | undefined = releaseOf('billing-1.6.0-x', [
      ...(await laterRelease()).map((event, n) => ({ event, version: n + 1, at: new Date(Date.now() + 60_000) })),
    ]);
    const holder = { release: 'billing-1.6.0-x', step: 'deployed', attempt: 1 };
    const client = { ...local.client, lockEnvironment: async () => holder, otherRelease: async () => later };
    const trial = await withdrawn(byWorkflow, undefined, client);
    expect((await look(trial)).failure?.sentence).toBe(
      'v1.6.0 was deployed to production after v1.5.0, so v1.4.0 was not brought back there.',
    );
    expect(await runs()).toEqual([]);
  });

  it('whose tag is gone is not deployed, which is said with what to do', async () => {
    const trial = await withdrawn(byWorkflow);
    await local.billing.deletesTag('maria-r', 'v1.4.0');
    expect((await look(trial)).failure).toMatchObject({
      sentence: 'acme/billing has no tag v1.4.0 any more, so it cannot be deployed.',
      remedy: expect.stringContaining('press Retry'),
    });
  });
});

async function laterRelease() {
  const trial = await trialRelease(local.client, [byWorkflow]);
  const { playbook } = await trial.release();
  return [
    started({ playbook, version: '1.6.0', previousTag: 'v1.5.0' }),
    { type: 'DeployRequested' as const, step: 'deployed', by: 'U-maria' },
    completed('deployed'),
  ];
}
