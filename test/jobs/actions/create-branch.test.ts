import { describe, expect, it, vi } from 'vitest';
import { localGitHub, trialRelease } from '../trial.ts';

vi.setConfig({ testTimeout: 60_000 }); // git works behind the local GitHub

const step = { action: 'create-branch', branch: 'hotfix/<issue>', from: '<affected>', as: 'branched' };

/** The local GitHub, where billing 1.4.0 is released and dev has gone on, and a release with this step alone. */
async function scene() {
  const { client, control, billing, server } = await localGitHub();
  const answers = { issue: '12', affected: 'v1.4.0' };
  const trial = await trialRelease(client, [step], { change: { answers, version: '1.4.1', previousTag: 'v1.4.0' } });
  const affected = (await billing.refs('refs/tags/v1.4.0'))[0]?.commit ?? '';
  return {
    stop: () => server.stop(),
    trial,
    control,
    billing,
    affected,
    look: () => trial.look('branched'),
    branches: () => billing.refs('refs/heads/hotfix/'),
    /** Writes of refs that reached GitHub. */
    made: async () => (await control.calls({ method: 'POST', path: /git\/refs$/ })).filter((c) => c.status === 201),
  };
}
type Scene = Awaited<ReturnType<typeof scene>>;

const within = (story: (given: Scene) => Promise<void>) => async () => {
  const given = await scene();
  try {
    await story(given);
    expect(await given.control.refusals()).toEqual([]);
  } finally {
    await given.stop();
  }
};

describe('create-branch', () => {
  it(
    'makes the branch at the tag, and leaves where it starts',
    within(async ({ look, branches, affected, trial }) => {
      const { done, facts } = await look();
      expect(done).toMatchObject({ how: 'made', sentence: `hotfix/12 starts at v1.4.0 (${affected.slice(0, 7)}).` });
      expect(facts).toEqual({
        branch: 'hotfix/12',
        sha: affected,
        url: expect.stringMatching(/\/acme\/billing\/tree\/hotfix\/12$/),
      });
      expect(await branches()).toMatchObject([{ commit: affected }]);
      expect((await trial.release()).status).toBe('closed');
    }),
  );

  it.each([['502-after-write'], ['reset-after']] as const)('finds its own after %s, and makes no other', (kind) =>
    within(async ({ look, control, branches, made }) => {
      await control.fault({ kind, method: 'POST', path: /git\/refs$/ });
      expect((await look()).status).toBe('active');
      expect((await look()).done).toMatchObject({ how: 'made' });
      expect(await branches()).toHaveLength(1);
      expect((await made()).length).toBeLessThanOrEqual(1);
    })(),
  );

  it(
    'is one of two twins at the same moment',
    within(async ({ look, branches }) => {
      await Promise.all([look(), look()]);
      expect((await look()).done).toMatchObject({ how: 'made' });
      expect(await branches()).toHaveLength(1);
    }),
  );

  it(
    'takes over one that goes on from the tag, and never moves it',
    within(async ({ look, billing, branches }) => {
      await billing.branch('hotfix/12', 'v1.4.0');
      const ahead = await billing.pushes('ben-w', 'hotfix/12', { 'tax.ts': '// fixed\n' }, 'fix: tax');
      expect((await look()).done).toMatchObject({
        how: 'adopted',
        sentence: 'hotfix/12 is there already, with 1 commit after v1.4.0; it is taken over as it is.',
      });
      expect(await branches()).toMatchObject([{ commit: ahead }]);
    }),
  );

  it(
    'refuses one that stands elsewhere until it is out of the way',
    within(async ({ look, trial, billing, branches, affected: sha }) => {
      await billing.deletesTag('tom-h', 'v1.4.0'); // somebody has made it anew, at a later commit
      const [later] = await billing.log('dev', 1);
      await billing.tags('tom-h', 'v1.4.0', later?.sha ?? '');
      await billing.branch('hotfix/12', sha);
      expect((await look()).failure).toMatchObject({
        sentence: `The branch hotfix/12 is there already and stands at ${sha.slice(0, 7)}, which does not contain v1.4.0 (${later?.sha.slice(0, 7)}).`,
        remedy: expect.stringContaining('delete it and press Retry'),
      });
      expect(await branches()).toMatchObject([{ commit: sha }]);
      await billing.deletesBranch('tom-h', 'hotfix/12');
      await trial.retry('branched');
      expect((await look()).done).toMatchObject({ how: 'made' });
    }),
  );

  it(
    'says which rule forbids it, and where its tag is gone',
    within(async ({ look, trial, billing }) => {
      await billing.ruleset({ name: 'frozen', target: 'branch', include: ['~ALL'], rules: [{ type: 'creation' }] });
      expect((await look()).failure).toMatchObject({
        sentence:
          'GitHub does not let Slipway make the branch hotfix/12: Cannot create ref due to creations being restricted.',
        remedy: expect.stringContaining('bypass the branch rules of acme/billing'),
      });
      await billing.deletesTag('tom-h', 'v1.4.0');
      await trial.retry('branched');
      expect((await look()).failure?.sentence).toBe('acme/billing has no v1.4.0 to start the branch hotfix/12 at.');
    }),
  );
});
