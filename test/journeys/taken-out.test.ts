import { expect, it } from 'vitest';
import { ends, lenaSigns } from './acts.ts';
import { freezingSetup } from './freezing.ts';
import { card, messagesWith, toldAlone } from './sights.ts';
import { mergeOf, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused, type World } from './world.ts';

const file = 'src/limits.ts';

/** A world in whose dev Ben's limit is merged, by a pull request of its own; its dev wants to be let in by the freeze. */
async function withLimit(): Promise<{ readonly world: World; readonly limit: number }> {
  const world = await newWorld({ environment: freezingSetup() });
  const { billing } = world;
  await billing.pushes('ben-w', 'feature/limit', { [file]: 'export const most = 10;\n' }, 'feat: a limit', {
    from: 'dev',
  });
  const wanted = { head: 'feature/limit', base: 'dev', title: 'feat: a limit of invoices' };
  const { number } = await billing.opensPullRequest('ben-w', wanted);
  await billing.merges('ben-w', number);
  return { world, limit: number };
}

/** Maria has a change taken out, by the form. */
async function takesOut({ person }: World, change: number, reason: string): Promise<void> {
  const maria = person('maria');
  expect(await maria.types(backend, `/release take-out ${change}`)).toMatchObject({ ok: true });
  await maria.sees('modal', 'Which change?');
  await maria.fills({ 'Why? It goes to GitHub, and into the record.': reason });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
}

/** Pull requests into dev that say to revert it. */
async function reverts({ billing }: World, change: number) {
  const all = await billing.pulls('all');
  return all.filter(({ base, body }) => base === 'dev' && (body ?? '').includes(`Reverts acme/billing#${change}`));
}

/** CI of that commit ends well; other pull requests have theirs. */
async function isGreen({ billing, person }: World, sha: string): Promise<void> {
  const ci = await person('maria').until('CI of it', async () => (await billing.runs({ workflow: 'ci.yml', sha }))[0]);
  await billing.finishes(ci.id, 'success');
}

it('a change is taken out by a pull request that a person merges: signed anew without it, and in no notes', async () => {
  const { world, limit } = await withLimit();
  const { billing, github, person } = world;
  const [maria, lena] = [person('maria'), person('lena')];
  await billing.protects('dev', { requiredStatuses: ['slipway/freeze'] });
  const { number, headSha } = await reachesSignOff(world);
  await lenaSigns(world);
  expect(await toldAlone(lena, backend, () => lena.types(backend, `/release take-out ${limit}`))).toBe(
    'Only those who run this release may do that. Ask @maria.',
  );
  expect(await toldAlone(maria, backend, () => maria.types(backend, '/release take-out 99'))).toBe(
    `#99 is no pull request of this release; it carries #1, #2, #${limit}.`,
  );

  await github.fault({ kind: '502-after-write', method: 'POST', path: /\/graphql$/ });
  await takesOut(world, limit, 'Customers are *over* it');
  await maria.sees(
    backend,
    new RegExp(`✂️ @maria takes out #${limit} feat: a limit of invoices: Customers are .*over.* it`),
  );
  await maria.sees(
    backend,
    new RegExp(`✂️ Pull request #\\d+.* takes out #${limit} feat: a limit of invoices, as @maria asked`),
  );
  const [revert, ...others] = await reverts(world, limit);
  if (revert === undefined) throw new Error('no revert');
  expect(others).toEqual([]);
  expect(revert).toMatchObject({ title: 'Revert "feat: a limit of invoices"', state: 'open' });
  expect(revert.body).toContain('asked for by maria-r: Customers are \\*over\\* it');
  expect(await toldAlone(maria, backend, () => maria.types(backend, `/release take-out ${limit}`))).toBe(
    `#${limit} is being taken out already: merge pull request #${revert.number}.`,
  );

  await isGreen(world, headSha); // all is green and signed, but for that
  const said = () => billing.statuses(headSha);
  await maria.until('the status that says it', async () =>
    (await said()).some(({ description }) => description === `1.5.0 waits for: #${limit} to be taken out`),
  );
  await maria.until('the card that says it', async () => (await card(world)).includes('✂️ Waiting: pull request #'));
  expect((await billing.pull(number)).state).toBe('open');
  const free = () => billing.statuses(revert.headSha);
  await maria.until('its way through the freeze', async () =>
    (await free()).some(({ context, state }) => context === 'slipway/freeze' && state === 'success'),
  );
  await billing.merges('ana-d', revert.number);
  await maria.sees(backend, `✂️ Taken out: #${limit} is out of dev again, by pull request #${revert.number}.`);
  await maria.sees(backend, '♻️ Changed');

  const head = await maria.until('the new head', async () => {
    const now = (await billing.pull(number)).headSha;
    return now !== headSha && now;
  });
  expect(await billing.file('dev', file)).toBeNull();
  await isGreen(world, head);
  await maria.until('a second ask', async () => (await messagesWith(world, 'and sign: *Backend lead signs*'))[1]);
  await lenaSigns(world);
  await mergeOf(world, number);
  await maria.sees(backend, '✅ Done: *Merge into main*');
  expect(await toldAlone(maria, backend, () => maria.types(backend, '/release take-out 1'))).toMatch(
    /is merged, so nothing can be taken out of it any more\. Release the revert as a hotfix/,
  );
  await ends(world, 'publish.yml');
  const notes = await maria.until('the notes', async () =>
    (await billing.releases()).find(({ tag, draft }) => tag === 'v1.5.0' && !draft),
  );
  expect(notes.body).toContain('#1');
  expect(notes.body).not.toContain('a limit');
  expect(await reverts(world, limit)).toHaveLength(1);
  await nothingWasRefused(world);
});

it('a conflict is answered by the commands for doing it by hand; what a person opens is taken, and closing it leaves the change in', async () => {
  const { world, limit } = await withLimit();
  const { billing, person } = world;
  const maria = person('maria');
  await billing.pushes('ana-d', 'dev', { [file]: 'export const most = 20;\n' }, 'fix: a larger limit');
  const { number, headSha } = await reachesSignOff(world);
  await takesOut(world, limit, 'Not wanted');
  const told = await maria.sees(backend, `⚠️ Not taken out: GitHub cannot revert #${limit} by itself`);
  expect(told).toMatch(/git switch --create take-out-\d+ origin\/dev\ngit revert -m 1 [0-9a-f]{40}/);
  expect(await reverts(world, limit)).toEqual([]);

  await billing.pushes('ben-w', 'by-hand', { [file]: null }, 'Revert "a limit"', { from: 'dev' });
  const wanted = { head: 'by-hand', base: 'dev', title: 'Revert', body: `Reverts acme/billing#${limit}` };
  const mine = await billing.opensPullRequest('ben-w', wanted);
  await takesOut(world, limit, 'Not wanted');
  await maria.sees(backend, new RegExp(`✂️ Pull request #${mine.number}.* was there already, and takes out #${limit}`));
  await billing.closes(mine.number, 'ben-w');
  await maria.sees(
    backend,
    `↩️ Not taken out: Pull request #${mine.number} was closed without being merged, so #${limit} stays`,
  );
  await isGreen(world, headSha);
  await lenaSigns(world);
  await mergeOf(world, number);
  await nothingWasRefused(world);
});
