import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { started } from '../../release/given.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const minute = 60_000;
const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

const step = {
  action: 'run-workflow',
  workflow: 'publish.yml',
  ref: '<tag>',
  inputs: { version: '<version>', slipway_id: '<run-id>' },
  as: 'artifacts',
};

async function open(options: { readonly enterprise?: boolean } = {}) {
  const local = await localGitHub(options);
  opened.push(local);
  await local.billing.tags('tom-h', 'v1.5.0', 'dev', { annotated: true });
  return local;
}

describe('a workflow that Slipway starts', () => {
  let local: LocalTrial;
  beforeEach(async () => {
    local = await open();
  });

  it('is dispatched once with our id, followed, and completed with its run', async () => {
    const { client, billing, control } = local;
    const trial = await trialRelease(client, [step]);
    const first = await trial.look('artifacts');
    await trial.look('artifacts');
    const [run, ...others] = await billing.runs({ workflow: 'publish.yml' });
    expect(others).toEqual([]);
    expect(run?.inputs).toEqual({ version: '1.5.0', slipway_id: `${trial.id}.artifacts.1` });
    expect(first.reading).toMatchObject({ outcome: 'wait', link: expect.stringContaining(`/actions/runs/${run?.id}`) });
    await billing.finishes('publish.yml', 'success');
    expect(await trial.look('artifacts')).toMatchObject({
      status: 'done',
      done: {
        how: 'made',
        sentence: 'publish.yml succeeded at v1.5.0.',
        link: expect.stringContaining(`/runs/${run?.id}`),
      },
      facts: { run: String(run?.id), url: expect.stringContaining(`/runs/${run?.id}`) },
    });
    expect(await control.refusals()).toEqual([]);
  });

  it('is not started at a tag that was moved', async () => {
    const { client, billing } = local;
    const tagged = { step: { action: 'create-tag', at: 'dev' }, facts: { tag: 'v1.5.0', sha: 'a'.repeat(40) } };
    const trial = await trialRelease(client, [step], { done: { tagged } });
    expect((await trial.look('artifacts')).failure?.sentence).toMatch(/made at aaaaaaa: somebody moved it/);
    expect(await billing.runs({ workflow: 'publish.yml' })).toEqual([]);
  });

  it('is not started with a placeholder that has no value', async () => {
    const { client, billing } = local;
    const merged = { step: { action: 'open-pull-request', from: 'dev', to: 'main', title: 'Pull request' }, facts: {} };
    const inputs = { at: '<merged.sha>', for: '<gateway>' };
    const trial = await trialRelease(client, [{ ...step, inputs }], {
      done: { merged },
      change: { component: { ...started().component, values: {} } },
    });
    expect((await trial.look('artifacts')).failure).toEqual({
      sentence:
        'This step needs <merged.sha> and <gateway>, which this release has no value for: the step “Pull request” left no sha.',
      remedy: 'Do it by hand and choose “Done outside”, or cancel the release; for the next one, correct the playbook.',
    });
    const other = await trialRelease(client, [{ ...step, inputs: { for: '<gateway>' } }], {
      change: { component: { ...started().component, values: {} } },
    });
    expect((await other.look('artifacts')).failure?.sentence).toMatch(
      /: slipway\.yml gave billing no gateway when this release started\.$/,
    );
    expect(await billing.runs({ workflow: 'publish.yml' })).toEqual([]);
  });

  it.each(['502-after-write', 'reset-after'] as const)('a lost reply (%s) makes no second run', async (kind) => {
    const { client, billing, control } = local;
    const trial = await trialRelease(client, [step]);
    await control.fault({ kind, method: 'POST', path: /dispatches$/ });
    await trial.look('artifacts');
    await trial.look('artifacts');
    trial.later(3 * minute);
    expect((await trial.look('artifacts')).facts['run']).toBeDefined();
    expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(1);
  });

  it('a request that never arrived is made again, after a while in which it could still appear', async () => {
    const { client, billing, control } = local;
    const trial = await trialRelease(client, [step]);
    await control.fault({ kind: 'reset-before', method: 'POST', path: /dispatches$/ });
    await trial.look('artifacts');
    expect((await trial.look('artifacts')).reading?.sentence).toMatch(/got lost.*looks whether/);
    trial.later(minute);
    await trial.look('artifacts');
    expect(await billing.runs({ workflow: 'publish.yml' })).toEqual([]);
    trial.later(2 * minute);
    await trial.look('artifacts');
    await trial.look('artifacts');
    expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(1);
  });

  it('after a rate limit the request is made again', async () => {
    const { client, billing, control } = local;
    const trial = await trialRelease(client, [step]);
    await control.fault({ kind: '429', method: 'POST', path: /dispatches$/, retryAfter: 0 });
    expect((await trial.look('artifacts')).facts['asked-dispatch']).toMatch(/refused/);
    await trial.look('artifacts');
    expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(1);
  });

  it('a crash right after the dispatch finds its run again', async () => {
    const { client, billing } = local;
    const before = await trialRelease(client, [step]);
    await before.look('artifacts');
    const after = await trialRelease(client, [step]); // the same release, which recorded nothing
    expect((await after.look('artifacts')).facts['run']).toBeDefined();
    expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(1);
  });

  it.each([
    ['failure', 'publish.yml failed: jobs build and test.'],
    ['cancelled', 'publish.yml was cancelled: jobs build and test.'],
    ['timed_out', 'publish.yml timed out: jobs build and test.'],
  ] as const)('%s fails the step, names the jobs, and Retry starts another run', async (conclusion, sentence) => {
    const { client, billing } = local;
    const trial = await trialRelease(client, [step]);
    await trial.look('artifacts');
    await billing.finishes('publish.yml', conclusion);
    expect(await trial.look('artifacts')).toMatchObject({
      status: 'failed',
      failure: { sentence, link: expect.stringContaining('/job') },
    });
    await trial.retry('artifacts');
    await trial.look('artifacts');
    await trial.look('artifacts');
    const runs = await billing.runs({ workflow: 'publish.yml' });
    expect(runs.map((run) => run.inputs['slipway_id']).sort()).toEqual([
      `${trial.id}.artifacts.1`,
      `${trial.id}.artifacts.2`,
    ]);
    await billing.finishes('publish.yml', 'success');
    expect(await trial.look('artifacts')).toMatchObject({ status: 'done', done: { how: 'made' } });
  });

  it('a failed run that somebody ran again on GitHub is adopted', async () => {
    const { client, billing } = local;
    const trial = await trialRelease(client, [step]);
    await trial.look('artifacts');
    const failed = await billing.finishes('publish.yml', 'failure');
    await trial.look('artifacts');
    await billing.reruns('tom-h', failed.id);
    await billing.finishes(failed.id, 'success');
    await trial.retry('artifacts');
    expect(await trial.look('artifacts')).toMatchObject({ status: 'done', done: { how: 'adopted' } });
    expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(1);
  });

  it('a workflow that is not there fails with where to put it; one that lacks an input with its name', async () => {
    const { client } = local;
    const trial = await trialRelease(client, [
      { ...step, workflow: 'none.yml' },
      { ...step, as: 'other', inputs: { speed: 'high', version: '1' } },
    ]);
    expect(await trial.look('artifacts')).toMatchObject({
      status: 'failed',
      failure: { sentence: 'acme/billing has no workflow none.yml.' },
    });
    expect(await trial.look('other')).toMatchObject({
      status: 'failed',
      failure: { sentence: expect.stringContaining('speed') },
    });
  });
});

describe('a workflow that does not show our id', () => {
  it('on a GitHub that names no run is found by who started it where and when', async () => {
    const { client, billing } = await open({ enterprise: true });
    await billing.dispatches('ben-w', 'nameless.yml', 'v1.5.0', { version: '1.5.0' });
    const trial = await trialRelease(client, [{ ...step, workflow: 'nameless.yml' }]);
    await trial.look('artifacts');
    const found = await trial.look('artifacts');
    const ours = (await billing.runs({ workflow: 'nameless.yml' })).filter((run) => run.actor !== 'ben-w');
    expect(ours).toHaveLength(1);
    expect(found.facts['run']).toBe(String(ours[0]?.id));
  });
  it('a lost reply makes no second run there either', async () => {
    const { client, billing, control } = await open({ enterprise: true });
    const trial = await trialRelease(client, [{ ...step, workflow: 'nameless.yml' }]);
    await client.dispatchWorkflow('acme/billing', { workflow: 'publish.yml', ref: 'v1.5.0', inputs: { version: '1' } }); // learns that runs are not named
    await control.fault({ kind: '502-after-write', method: 'POST', path: /dispatches$/ });
    await trial.look('artifacts');
    await trial.look('artifacts');
    trial.later(3 * minute);
    expect((await trial.look('artifacts')).facts['run']).toBeDefined();
    expect(await billing.runs({ workflow: 'nameless.yml' })).toHaveLength(1);
  });
});

describe('a workflow that the tag starts', () => {
  const byTag = { action: 'run-workflow', workflow: 'on-tag.yml', start: 'tag', ref: '<tag>', as: 'artifacts' };

  it('is awaited, followed and completed', async () => {
    const { client, billing } = await open();
    const trial = await trialRelease(client, [byTag]);
    const [run] = await billing.runs({ workflow: 'on-tag.yml' });
    expect((await trial.look('artifacts')).reading?.link).toContain(`/runs/${run?.id}`);
    await billing.finishes('on-tag.yml', 'success');
    expect(await trial.look('artifacts')).toMatchObject({ status: 'done', facts: { run: String(run?.id) } });
  });

  it('Retry runs its failed jobs again, once', async () => {
    const { client, billing, control } = await open();
    const trial = await trialRelease(client, [byTag]);
    await billing.finishes('on-tag.yml', 'failure');
    expect(await trial.look('artifacts')).toMatchObject({
      status: 'failed',
      failure: {
        sentence: 'on-tag.yml failed: jobs build and upload.',
        remedy: expect.stringContaining('“Re-run failed jobs”'),
        jobs: [
          { name: 'build', url: expect.stringContaining('/job/') },
          { name: 'upload', url: expect.stringContaining('/job/') },
        ],
      },
    });
    trial.later(minute);
    await trial.retry('artifacts');
    await control.fault({ kind: '502-after-write', method: 'POST', path: /rerun-failed-jobs$/ });
    await trial.look('artifacts');
    await trial.look('artifacts');
    expect(await control.calls({ path: /rerun-failed-jobs$/ })).toHaveLength(1);
    expect(await billing.runs({ workflow: 'on-tag.yml' })).toMatchObject([{ attempt: 2 }]);
    await billing.finishes('on-tag.yml', 'success');
    expect(await trial.look('artifacts')).toMatchObject({ status: 'done' });
  });

  it('says what to check when no run appears', async () => {
    const { client } = await open();
    const trial = await trialRelease(client, [{ ...byTag, workflow: 'publish.yml' }]);
    expect((await trial.look('artifacts')).reading).toMatchObject({ outcome: 'wait' });
    trial.later(11 * minute);
    expect((await trial.look('artifacts')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('on: push: tags'),
    });
  });
});
