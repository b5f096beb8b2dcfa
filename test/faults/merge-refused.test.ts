import { afterEach, expect, it } from 'vitest';
import { ends, lenaSigns } from '../journeys/acts.ts';
import { card, messagesWith } from '../journeys/sights.ts';
import { mergeOf, reachesSignOff } from '../journeys/stages.ts';
import { backend, nothingWasRefused, type World } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const minutes = 60_000;

/** The statuses of the tries to merge, oldest first. */
async function tries({ github }: World): Promise<readonly number[]> {
  return (await github.calls({ method: 'PUT', path: /\/merge$/ })).map(({ status }) => status);
}

/** The same once it is merged. */
function triesUntilMerged(world: World): Promise<readonly number[]> {
  return world.person('maria').until('the merge to be answered', async () => {
    const all = await tries(world);
    return all.at(-1) === 200 && all;
  });
}

it('409: the head moves between look and merge: nothing is merged, the sign-off is void and asked for again', async () => {
  const world = await startFleet({ store: storeKind });
  fleet = world;
  const { billing, person } = world;
  const { number, headSha } = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  const [main] = await billing.log('main', 1);
  const [asked, pushed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  world.fate(({ what }) => {
    if (!/^PUT .*\/merge$/.test(what)) return { kind: 'none' };
    asked.resolve();
    return { kind: 'until', done: pushed.promise };
  });
  await lenaSigns(world);
  await asked.promise;
  const head = await billing.pushes('ben-w', 'dev', { 'src/tax/late.ts': '// late\n' }, 'fix(tax): one cent more');
  pushed.resolve();

  const moved = await person('maria').sees(backend, '♻️ Changed');
  expect(moved).toContain(`moved from \`${headSha.slice(0, 7)}\` to \`${head.slice(0, 7)}\``);
  await person('lena').until(
    'the second ask',
    async () => (await messagesWith(world, 'and sign: *Backend lead signs*'))[1],
  );
  expect(await tries(world)).toEqual([409]);
  expect((await billing.log('main', 1))[0]?.sha).toBe(main?.sha);
  await ends(world, 'ci.yml');
  await lenaSigns(world);
  expect((await mergeOf(world, number)).parents[1]).toBe(head);
  expect(await triesUntilMerged(world)).toEqual([409, 200]);
  await nothingWasRefused(world);
});

/** CI has been read as green: the sign-off alone is waited for. */
function isGreen({ billing, person }: World, head: string) {
  return person('maria').until('green', async () => {
    const ours = (await billing.statuses(head)).findLast(({ context }) => context === 'slipway/release');
    return ours?.description?.endsWith('waits for: Backend lead signs');
  });
}

it('405 while only a check is pending: waited for within the time of the step, then told, and merged by itself once green', async () => {
  const world = await startFleet({ store: storeKind });
  fleet = world;
  const { billing, person } = world;
  const maria = person('maria');
  const { number, headSha } = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  await isGreen(world, headSha);
  await billing.protects('main', { requiredStatuses: ['security'], enforceAdmins: true });
  await lenaSigns(world);
  const waits = 'cannot be merged yet: Required status check "security" is expected';
  await maria.until('a merge that waits', async () => (await card(world)).includes(waits));
  await billing.status(headSha, 'security', 'pending');
  const pending = 'cannot be merged yet: Required status check "security" is pending';
  await maria.until('a merge that waits on', async () => (await card(world)).includes(pending));
  expect(await messagesWith(world, /^❌ Failed/)).toEqual([]);

  world.later(31 * minutes); // a step that says nothing else may take 30
  const late = await maria.sees(backend, /^❌ Failed: \*Merge into main\*/);
  expect(late).toContain('could not be merged in time: Required status check "security" is pending');
  const before = await tries(world);
  await billing.status(headSha, 'security', 'success');
  await maria.clicks('Retry', { in: backend });
  await mergeOf(world, number);
  expect(await triesUntilMerged(world)).toEqual([...before, 200]);
  expect(new Set(before)).toEqual(new Set([405]));
  await nothingWasRefused(world);
});

interface Rule {
  readonly set: (world: World, head: string) => Promise<unknown>;
  readonly lift: (world: World, head: string) => Promise<unknown>;
  readonly says: string;
  readonly remedy: string;
}

const unprotects = ({ billing }: World) => billing.unprotects('main');
const ruleset = (type: string): Pick<Rule, 'set' | 'lift'> => ({
  set: ({ billing }) => billing.ruleset({ name: type, include: ['refs/heads/main'], rules: [{ type }] }),
  lift: ({ billing }) => billing.deletesRuleset(type),
});

const rules: readonly Rule[] = [
  {
    set: ({ billing }) => billing.protects('main', { requiredReviews: 1, enforceAdmins: true }),
    lift: unprotects,
    says: 'At least 1 approving review is required by reviewers with write access',
    remedy: 'Give the reviews on GitHub that the branch asks for',
  },
  {
    set: ({ billing }) => billing.mergeMethods({ merge: false, squash: true }),
    lift: ({ billing }) => billing.mergeMethods({ merge: true }),
    says: 'Merge commits are not allowed on this repository',
    remedy: "Allow this merge method in the repository's settings or rules",
  },
  {
    ...ruleset('merge_queue'),
    says: 'Changes must be made through the merge queue',
    remedy: 'Add the pull request to the merge queue on GitHub',
  },
  {
    ...ruleset('update'),
    says: 'Cannot update this protected ref',
    remedy: "Let Slipway's GitHub identity merge into the branch",
  },
  {
    set: ({ billing }) => billing.protects('main', { locked: true, enforceAdmins: true }),
    lift: unprotects,
    says: 'Cannot change this locked branch',
    remedy: "Let Slipway's GitHub identity merge into the branch",
  },
  {
    async set({ billing }, head) {
      await billing.protects('main', { requiredStatuses: ['security'], enforceAdmins: true });
      await billing.status(head, 'security', 'failure');
    },
    lift: ({ billing }, head) => billing.status(head, 'security', 'success'),
    says: 'Required status check "security" is failing',
    remedy: 'Get the required checks green',
  },
  {
    async set({ billing }) {
      await billing.pushes('sara-s', 'main', { 'docs/later.md': 'later' }, 'docs: on main', { bypass: true });
      await billing.protects('main', { requiredStatuses: ['security'], strict: true, enforceAdmins: true });
    },
    lift: unprotects,
    says: 'This branch is out-of-date with the base branch',
    remedy: 'Merge the base branch into the head branch',
  },
];

it('every other 405 is final: told once with its remedy, not tried again before somebody says so', async () => {
  const world = await startFleet({ store: storeKind });
  fleet = world;
  const maria = world.person('maria');
  const { number, headSha } = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  const failures = () => messagesWith(world, /^❌ Failed: \*Merge into main\*/);
  for (const [index, { set, lift, says, remedy }] of rules.entries()) {
    await set(world, headSha);
    if (index === 0) await lenaSigns(world);
    else await maria.clicks('Retry', { in: backend });
    const failed = await maria.until(`refused: ${says}`, async () => (await failures())[index]?.rendered);
    expect(failed).toContain(`GitHub does not merge pull request #${number}: ${says}.`);
    expect(failed).toContain(remedy);
    await lift(world, headSha);
  }
  // All is lifted and nobody has said so: the next look, of whatever process, does not try.
  await world.billing.pushes('ana-d', 'feature/other', { 'x.md': 'x' }, 'docs: a webhook', { from: 'main' });
  await world.github.webhooks.idle();
  expect(await tries(world)).toEqual(rules.map(() => 405));
  await maria.clicks('Retry', { in: backend });
  await mergeOf(world, number);
  expect(await triesUntilMerged(world)).toEqual([...rules.map(() => 405), 200]);
  await nothingWasRefused(world);
});
