import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
});
afterAll(() => local.server.stop());

const look = async (ref = 'dev', workflow = 'publish.yml') => {
  const trial = await trialRelease(local.client, [{ check: 'workflow-succeeded', workflow, ref, as: 'it' }]);
  return await trial.look('it');
};
const tipOf = async (ref: string) => (await local.billing.commit(ref)).sha;
const start = (ref = 'dev') => local.billing.dispatches('tom-h', 'publish.yml', ref, { version: '1.5.0' });

describe('workflow-succeeded', () => {
  it('waits for the run, then for its end, then passes with its link', async () => {
    const short = (await tipOf('dev')).slice(0, 7);
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: `publish.yml has not run on dev at ${short} yet. If nothing starts it by itself, start it on GitHub.`,
    });
    const { id } = await start();
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: `publish.yml has not ended on dev at ${short}: it is in progress.`,
      link: expect.stringContaining(`/actions/runs/${id}`),
    });
    await local.billing.finishes(id, 'success');
    expect(await look()).toMatchObject({
      status: 'done',
      done: {
        sentence: `publish.yml succeeded on dev at ${short}.`,
        link: expect.stringContaining(`/actions/runs/${id}`),
      },
    });
    expect(await look(await tipOf('dev'))).toMatchObject({
      status: 'done',
      done: { sentence: `publish.yml succeeded on ${short}.` },
    });
    await local.billing.tags('tom-h', 'rc-1.5.0', 'dev');
    expect(await look('rc-<version>')).toMatchObject({ status: 'done' });
  });

  it('a newer run that failed counts, with its jobs; running it again begins anew', async () => {
    const { id } = await start();
    await local.billing.finishes(id, 'failure');
    const short = (await tipOf('dev')).slice(0, 7);
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: `publish.yml ended as failure on dev at ${short} (build and test). Mend it and push, or run it again on GitHub.`,
      link: expect.stringMatching(/\/runs\/\d+\/job\/\d+/),
    });
    await local.billing.reruns('tom-h', id);
    expect((await look()).reading).toMatchObject({ outcome: 'wait' });
    await local.billing.finishes(id, 'cancelled');
    expect((await look()).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('publish.yml ended as cancelled on dev'),
    });
    await local.billing.reruns('tom-h', id);
    await local.billing.finishes(id, 'success');
    expect(await look()).toMatchObject({ status: 'done' });
  });

  it('a run of an older commit does not count', async () => {
    const before = (await tipOf('dev')).slice(0, 7);
    const now = (await local.billing.pushes('tom-h', 'dev', { 'NOTES.md': 'more\n' }, 'docs: more')).slice(0, 7);
    expect((await look()).reading).toMatchObject({
      outcome: 'wait',
      sentence: `publish.yml has not run on dev at ${now} yet. Its newest run on dev was of another commit, ${before}, and does not count. If nothing starts it by itself, start it on GitHub.`,
      link: expect.stringContaining('/actions/runs/'),
    });
  });

  it('a ref and a workflow that are not there fail', async () => {
    expect((await look('gone')).reading).toMatchObject({
      outcome: 'fail',
      sentence: 'acme/billing has no branch, tag or commit gone.',
    });
    expect((await look('dev', 'nightly.yml')).reading).toMatchObject({
      outcome: 'fail',
      sentence:
        'acme/billing has no workflow nightly.yml. Add .github/workflows/nightly.yml to its default branch, or name the right one in the playbook.',
    });
    expect(await local.control.refusals()).toEqual([]);
  });
});
