import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const step = { action: 'draft-release', at: 'dev', as: 'drafted' };
const publish = { action: 'publish-release', as: 'published' };
const ours = async () => (await local.billing.releases()).filter(({ tag }) => tag !== 'v1.4.0');

describe('drafting a release', () => {
  it('is drafted once with its notes, before there is a tag', async () => {
    const trial = await trialRelease(local.client, [step]);
    expect(await trial.look('drafted')).toMatchObject({
      status: 'done',
      facts: { id: expect.stringMatching(/^\d+$/), url: expect.stringContaining('/releases/') },
      done: { how: 'made', sentence: 'The notes of v1.5.0 are drafted: read and complete them on GitHub.' },
    });
    await (await trialRelease(local.client, [step])).look('drafted'); // a crash before it was recorded
    const [draft, ...more] = await ours();
    expect(more).toEqual([]);
    expect(draft).toMatchObject({ tag: 'v1.5.0', draft: true, body: expect.stringContaining('## Fixes') });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('a lost reply makes no second draft', async () => {
    const trial = await trialRelease(local.client, [step]);
    await local.control.fault({ kind: '502-after-write', method: 'POST', path: /releases$/ });
    await trial.look('drafted');
    expect((await trial.look('drafted')).status).toBe('done');
    expect(await ours()).toHaveLength(1);
  });

  it('is published as people left it', async () => {
    await (await trialRelease(local.client, [step])).look('drafted');
    await local.billing.tags('tom-h', 'v1.5.0', 'dev', { annotated: true });
    const dev = (await local.billing.refs('refs/heads/dev'))[0]?.commit ?? '';
    const trial = await trialRelease(local.client, [publish], {
      done: { tagged: { step: { action: 'create-tag', at: 'dev' }, facts: { tag: 'v1.5.0', sha: dev } } },
    });
    const [before] = await ours();
    expect((await trial.look('published')).status).toBe('done');
    expect(await ours()).toMatchObject([{ tag: 'v1.5.0', draft: false, body: before?.body }]);
  });

  it('is written anew for another commit, and keeps what people wrote', async () => {
    const commitOf = async () => (await local.billing.refs('refs/heads/dev'))[0]?.commit ?? '';
    const drafted = async () => (await (await trialRelease(local.client, [step])).look('drafted')).done?.sentence;
    await drafted();
    await local.billing.pushes('kenji-q', 'dev', { 'late.md': 'one' }, 'fix: a late change');
    expect(await drafted()).toContain(`are written anew for ${(await commitOf()).slice(0, 7)}`);
    const [anew] = await ours();
    expect(anew?.body).toContain('a late change');
    expect(await drafted()).not.toContain('anew'); // the job runs twice

    const [draft] = (await local.client.listReleases('acme/billing')).filter((one) => one.draft);
    const edited = `Read this first.\n\n${draft?.body ?? ''}`;
    await local.client.rewriteDraft('acme/billing', draft?.id ?? '', { sha: await commitOf(), body: edited });
    await local.billing.pushes('kenji-q', 'dev', { 'later.md': 'two' }, 'fix: a later change');
    expect(await drafted()).toMatch(/what they wrote stays\. Added for .*a later change/);
    const [kept, ...more] = await ours();
    expect(more).toEqual([]);
    expect(kept?.body).toMatch(/^Read this first\..*a late change.*a later change/s);
    expect(await drafted()).not.toContain('Added');
    expect((await ours())[0]?.body).toBe(kept?.body);
    expect(await local.control.refusals()).toEqual([]);
  });

  it('takes over a draft that a person wrote', async () => {
    await local.billing.publishesRelease('ben-w', { tag: 'v1.5.0', name: 'By hand', body: 'Read this', draft: true });
    const trial = await trialRelease(local.client, [step]);
    expect((await trial.look('drafted')).done).toMatchObject({
      how: 'adopted',
      sentence: 'The draft of v1.5.0 that ben-w wrote is taken over as it is.',
    });
    expect(await ours()).toMatchObject([{ body: 'Read this', draft: true }]);
  });

  it('fails where there is no such commit', async () => {
    const trial = await trialRelease(local.client, [{ ...step, at: 'devel' }]);
    expect((await trial.look('drafted')).failure).toMatchObject({
      sentence: 'acme/billing has no devel, so nothing can be drafted.',
    });
  });
});
