import { describe, expect, it } from 'vitest';
import { guardBranches } from '../../src/jobs/guard-branches.ts';
import { frozenStill, keepFreeze } from '../../src/jobs/keep-freeze.ts';
import { tellFreeze } from '../../src/jobs/tell-freeze.ts';
import type { JobCommand } from '../../src/release/commands.ts';
import { RefusedOutside } from '../../src/release/outside-errors.ts';
import type { Release } from '../../src/release/release.ts';
import { freezing, frozenTo } from '../release/freezing.ts';
import { releaseAfter, upTo } from '../release/given.ts';
import { scene, thrownBy } from './actions/scene.ts';

const dev = { repository: 'acme/billing', branch: 'dev' };
const card = 'https://acme.slack.com/archives/C0BACKEND/p1';

/** dev with open pull requests of ben, and what its guard says on them. */
async function guarded(...names: readonly string[]) {
  const { client, billing, control, writes } = await scene();
  const heads = new Map<string, string>();
  for (const name of names) {
    const head = await billing.pushes('ben-w', name, { [`src/${name}.ts`]: '//' }, `fix: ${name}`, { from: 'dev' });
    await billing.opensPullRequest('ben-w', { head: name, base: 'dev', title: name });
    heads.set(name, head);
  }
  let running: readonly Release[] = [];
  const recorded: JobCommand[] = [];
  const ports = {
    client,
    running: async () => running,
    cardUrl: () => card,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    configured: { components: {}, playbook: () => undefined },
  };
  return {
    ...{ billing, control, client, ports, recorded },
    run: (...releases: readonly Release[]) => {
      running = releases;
    },
    async says(name: string) {
      const all = await billing.statuses(heads.get(name) ?? '');
      return all.filter(({ context }) => context === 'slipway/freeze').map((s) => `${s.state}: ${s.description}`);
    },
    written: async () => (await writes()).filter((call) => call.includes('/statuses/')).length,
  };
}

const billing = releaseAfter(...frozenTo('pullRequest'));
const ledger: Release = {
  ...billing,
  id: 'ledger-2.0.0-x',
  semver: '2.0.0',
  component: { ...billing.component, name: 'ledger' },
};

describe('the status of a frozen branch', () => {
  it('is said once on each open pull request, through a lost reply, and said anew when it changes', async () => {
    const { run, says, ports, written, control } = await guarded('a', 'b');
    await keepFreeze(ports, dev);
    expect(await says('a')).toEqual(['success: dev is not frozen']);
    run(billing);
    await control.fault({ kind: '502-after-write', method: 'POST', path: /\/statuses\// });
    expect(await thrownBy(keepFreeze(ports, dev))).toMatchObject({ name: 'Outage' });
    expect(await keepFreeze(ports, dev)).toEqual({ held: 2 });
    await keepFreeze(ports, dev);
    expect(await says('b')).toEqual([
      'success: dev is not frozen',
      'pending: dev is frozen while billing 1.5.0 is signed',
    ]);
    expect(await written()).toBe(4);
  });

  it('stays frozen until both of two releases have lifted it', async () => {
    const { run, says, ports } = await guarded('a');
    run(billing, ledger);
    await keepFreeze(ports, dev);
    expect(await frozenStill(ports, billing, 'dev')).toEqual(['ledger 2.0.0']);
    run(releaseAfter(...frozenTo('merged')), ledger);
    await keepFreeze(ports, dev);
    run(releaseAfter(...frozenTo('merged')));
    await keepFreeze(ports, dev);
    expect(await says('a')).toEqual([
      'pending: dev is frozen while billing 1.5.0 and ledger 2.0.0 are signed',
      'pending: dev is frozen while ledger 2.0.0 is signed',
      'success: dev is not frozen',
    ]);
  });

  it('lets through what carries the label, and what Slipway opened for this release: not what merely says so', async () => {
    const { run, says, ports, billing: repository, client } = await guarded('labelled', 'forged', 'other');
    const mark = `<!-- Slipway-Release: ${billing.id} -->`;
    const [forged] = (await repository.pulls()).filter(({ head }) => head === 'forged');
    await repository.edits(forged?.number ?? 0, { body: mark });
    await repository.branch('slipway/x', 'other');
    await client.openPullRequest('acme/billing', { head: 'slipway/x', base: 'dev', title: 'x', body: mark });
    const [labelled] = (await repository.pulls()).filter(({ head }) => head === 'labelled');
    await repository.labels(labelled?.number ?? 0, ['Freeze-Exempt']);
    run(billing);
    expect(await keepFreeze(ports, dev)).toEqual({ held: 1 });
    expect(await says('labelled')).toEqual([
      'success: Goes through, though dev is frozen while billing 1.5.0 is signed',
    ]);
    expect(await says('other')).toEqual(['success: Goes through, though dev is frozen while billing 1.5.0 is signed']);
    expect(await says('forged')).toEqual(['pending: dev is frozen while billing 1.5.0 is signed']);
    run(billing, ledger); // what belongs to one release is held by the other
    await keepFreeze(ports, dev);
    expect((await says('other')).at(-1)).toMatch(/^pending: dev is frozen while billing 1\.5\.0 and ledger/);
  });

  it('is kept on the branches of configured components while no release runs, and on no others', async () => {
    const { says, ports, written } = await guarded('a');
    await guardBranches(ports);
    expect(await written()).toBe(0);
    const components = { billing: { repository: 'acme/billing', playbook: 'frozen' } };
    await guardBranches({ ...ports, configured: { components, playbook: () => freezing } }, 'acme/other');
    expect(await written()).toBe(0);
    await guardBranches({ ...ports, configured: { components, playbook: () => freezing } }, 'Acme/billing');
    expect(await says('a')).toEqual(['success: dev is not frozen']);
  });

  it('is recorded with how many wait; what GitHub refuses is recorded with its remedy', async () => {
    const { run, ports, client, recorded } = await guarded('a');
    run(billing);
    const execute = Object.assign(
      async (_: string, command: JobCommand) => {
        recorded.push(command);
        return { kind: 'done' as const, release: billing, events: [] };
      },
      { load: async () => billing },
    );
    const refusing = {
      ...client,
      setStatus: async () => {
        throw new RefusedOutside('GitHub refused: no', 'Grant it, then press Retry.', '403');
      },
    };
    const owed = { of: 'pr', branch: 'dev', lifts: false };
    await tellFreeze({ ...ports, client: refusing, execute: execute as never }, billing, owed);
    await tellFreeze({ ...ports, execute: execute as never }, billing, owed);
    run();
    await tellFreeze({ ...ports, execute: execute as never }, releaseAfter(...upTo.merged()), { ...owed, lifts: true });
    expect(recorded).toEqual([
      { type: 'RecordFrozen', frozen: 'pr', held: 0, refused: 'GitHub refused: no Grant it.' },
      { type: 'RecordFrozen', frozen: 'pr', held: 1 },
      { type: 'RecordFreezeLifted', frozen: 'pr', still: [] },
    ]);
  });
});
