import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = { action: 'archive-evidence', folder: 'outputs/<feature>/release/', for: 'features', as: 'archive' };
const id = 'archive.tax-rounding';
const path = 'outputs/tax-rounding/release/evidence-1.5.0.md';
const done = {
  artifacts: { step: { action: 'run-workflow', workflow: 'publish.yml', ref: '<tag>' }, facts: { run: '77' } },
};

describe('archiving the evidence', () => {
  it('commits one file by one pull request, waits for its merge, and completes', async () => {
    const { client, billing, control } = local;
    const trial = await trialRelease(client, [step], { done });
    expect((await trial.look(id)).reading).toMatchObject({
      outcome: 'wait',
      sentence: `#3 brings ${path} into dev. Get it merged.`,
    });
    await trial.look(id);
    const [pull, ...others] = await billing.pulls();
    expect(others).toEqual([]);
    expect(pull).toMatchObject({
      base: 'dev',
      head: 'slipway/evidence-billing-1.5.0-archive.tax-rounding',
      title: 'Evidence of billing 1.5.0 for tax-rounding',
    });
    const text = await billing.file(pull?.head ?? '', path);
    expect(text).toContain('# Evidence of billing 1.5.0');
    expect(text).toContain('- artifacts: done (made, ');
    await billing.merges('lena-b', 3);
    expect(await trial.look(id)).toMatchObject({ status: 'done', done: { how: 'made' }, facts: { number: '3' } });
    expect(await control.refusals()).toEqual([]);
  });

  it.each([
    ['POST', /git\/refs$/],
    ['PUT', /contents/],
    ['POST', /pulls$/],
  ] as const)('a lost reply to %s %s makes nothing twice', async (method, fault) => {
    const { client, billing, control } = local;
    const trial = await trialRelease(client, [step], { done });
    await control.fault({ kind: '502-after-write', method, path: fault });
    await trial.look(id);
    await trial.look(id);
    const [pull, ...others] = await billing.pulls();
    expect(others).toEqual([]);
    const log = await billing.log(pull?.head ?? '', 10);
    expect(log.filter(({ message }) => message.startsWith('docs: evidence'))).toHaveLength(1);
  });

  it('a pull request that was closed is said; one merged by hand elsewhere is adopted', async () => {
    const { client, billing } = local;
    const trial = await trialRelease(client, [step], { done });
    await trial.look(id);
    await billing.closes(3);
    expect((await trial.look(id)).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('closed without being merged'),
    });
    await billing.pushes('ana-d', 'dev', { [path]: 'by hand' }, 'docs: evidence by hand');
    const other = await trialRelease(client, [{ ...step, as: 'filed' }], { done });
    expect((await other.look('filed.tax-rounding')).done).toMatchObject({
      how: 'adopted',
      sentence: `${path} is on dev already.`,
    });
  });
});
