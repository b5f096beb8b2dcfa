import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { environmentLocks } from '../../src/adapters/environment-locks.ts';
import type { Release } from '../../src/release/release.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';
import { type LocalTrial, localGitHub, trialRelease } from './trial.ts';

const opened: (LocalTrial & { store: FreshDatabase })[] = [];
afterAll(() => Promise.all(opened.flatMap(({ server, store }) => [server.stop(), store.dispose()])));

let local: LocalTrial;
/** The releases that know of each other, by id. */
let releases: Map<string, () => Promise<Release>>;
beforeEach(async () => {
  const store = await freshDatabase();
  const found = await localGitHub();
  releases = new Map();
  const client = {
    ...found.client,
    ...environmentLocks(store.database.pool),
    otherRelease: async (id: string) => await releases.get(id)?.(),
  };
  local = { ...found, client };
  opened.push({ ...local, store });
  await local.billing.tags('tom-h', 'v1.5.0', 'dev', { annotated: true });
});

/** A release at its deployment to production, asked for. */
async function deploying(id: string) {
  const dev = (await local.billing.refs('refs/heads/dev'))[0]?.commit ?? '';
  const trial = await trialRelease(local.client, [{ deploy: 'production', by: ['release-manager'], as: 'deployed' }], {
    id,
    done: { tagged: { step: { action: 'create-tag', at: 'dev' }, facts: { tag: 'v1.5.0', sha: dev } } },
  });
  releases.set(id, trial.release);
  await trial.deploys('deployed');
  return trial;
}
const locked =
  'production is locked while billing 1.5.0 is deployed there. This deployment starts as soon as that has ended.';

describe('an environment takes one deployment at a time', () => {
  it('the second waits, and says for which release; it goes on when the first has ended', async () => {
    const [first, second] = [await deploying('billing-1.5.0-first'), await deploying('billing-1.5.0-second')];
    expect((await first.look('deployed')).reading?.sentence).toMatch(/is asked for/);
    expect((await second.look('deployed')).reading?.sentence).toBe(locked);
    expect(await local.billing.deployments()).toHaveLength(1);
    const [deployment] = await local.billing.deployments();
    await local.client.reportDeployment('acme/billing', String(deployment?.id), 'success', 'https://cd.example/1');
    expect((await first.look('deployed')).status).toBe('done');
    expect((await second.look('deployed')).status).toBe('done'); // of the same tag, so that is what it wanted
  });

  it.each([
    ['was cancelled', { type: 'Cancel', by: 'U-maria', reason: 'Not today' } as const],
    [
      'has failed',
      {
        type: 'RecordFailure',
        step: 'deployed',
        attempt: 1,
        sentence: 'It failed.',
        remedy: 'Mend it.',
      } as const,
    ],
  ])('a deployment whose release %s holds up nobody', async (_, command) => {
    const [first, second] = [await deploying('billing-1.5.0-first'), await deploying('billing-1.5.0-second')];
    await first.look('deployed');
    await first.execute(first.id, command);
    expect((await second.look('deployed')).reading?.sentence).not.toBe(locked);
  });
});
