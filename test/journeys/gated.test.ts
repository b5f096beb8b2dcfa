import { expect, it } from 'vitest';
import { answers, approves, home, messageWith } from './platform-acts.ts';
import { deploysTogether, setsScene, startsStorefront, storefrontOf, storefrontSetup } from './storefront-acts.ts';
import { deploying, presses, withdraws } from './withdrawal-acts.ts';
import { newWorld, nothingWasRefused, type World } from './world.ts';

const page = 'https://wiki.acme.example/1';
const inMinutes = (n: number): string => new Date(Date.now() + n * 60_000).toISOString();

/** Release checklist, notes and plans, until what is released can go to staging. */
async function plans(world: World): Promise<void> {
  const maria = world.person('maria');
  await maria.sees(home, 'Release checklist of storefront 2.4.0');
  await answers(maria, 'Plans', {
    'Release notes are drafted and reviewed': undefined,
    'Rollback or mitigation plan is documented and tested': page,
    'Smoke tests are prepared': page,
  });
  await schedulesWindow(world);
}

/** Maria schedules the window: all who are to know it are told, and nobody deploys to production outside of it. */
async function schedulesWindow(world: World): Promise<void> {
  const maria = world.person('maria');
  const { ts } = await messageWith(maria, 'please schedule when *storefront 2.4.0* may be deployed');
  await maria.clicks('Schedule the window…', { in: home, message: ts });
  await maria.sees('modal', 'can be deployed to *production* within this window only');
  await maria.fills({ 'When does it open?': inMinutes(600) });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(home, '🗓️ Scheduled by @maria: the window for *production* is');
  await maria.sees('#changelog', '🗓️ *storefront 2.4.0*: the deployment to *production* is scheduled:');
  const told = await maria.channel('#changelog');
  expect(told.filter(({ rendered }) => rendered.includes('is scheduled'))).toHaveLength(1); // one channel of two names
}

/** Before the window opens nobody deploys; Maria moves it to now, and those who deploy are asked. */
async function movesWindow(world: World): Promise<void> {
  const maria = world.person('maria');
  const deploy = 'Deploy 2.4.0 to production';
  const card = await messageWith(maria, '*Waiting for*', `[${deploy}]`, ': opens ');
  await maria.clicks(deploy, { in: home, message: card.ts, confirm: true });
  await maria.sees(home, /The window for production opens .+: deploy then\. The role Release Manager can move it/);
  await maria.clicks('Move the window…', { in: home, message: card.ts });
  await maria.sees('modal', 'All who were told of the window read it.');
  await maria.fills({ 'When does it open?': inMinutes(0), 'Why is it moved?': 'No traffic this afternoon' });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees('#changelog', /the deployment to \*production\* is moved: .+ Why: No traffic this afternoon/);
  await maria.sees(home, 'please deploy it when the time is right');
  await maria.sees(home, /🗓️ Window for \*production\* .+: open until /);
  expect((await storefrontOf(world).runs({ workflow: 'deploy.yml' })).length).toBe(1); // staging
}

/** Code scanning is off: the security liaison, and nobody else, lets the release go on without it. */
async function waivesScans(world: World): Promise<void> {
  const [maria, sara] = [world.person('maria'), world.person('sara')];
  await maria.sees(home, 'Cannot be read: *Security scans*');
  expect(await sara.types(home, '/release waive')).toMatchObject({ ok: true });
  await sara.sees('modal', 'Security scans');
  await sara.fills({
    'Why may the release go on without it?': 'Scanned by the vendor this week, report attached there',
  });
  expect(await sara.submits()).toEqual({ kind: 'closed' });
  await maria.sees(home, '🟡 Waived by @sara: *Security scans*');
}

/** Each role's owner signs the pinned commit; security too, though the start said no: the changes touch it. */
async function signs(world: World, head: string): Promise<void> {
  const person = world.person;
  await person('maria').sees(home, '🔎 Found: *');
  await approves(person('lena'), 'Quality', head, ['All acceptance tests are completed and passed']);
  await approves(person('sara'), 'Security', head, [
    'Security scans are reviewed',
    'Vulnerabilities are addressed',
    'Secure practices are validated',
  ]);
  await approves(person('omar'), 'Operations', head, [
    'Infrastructure changes are reviewed',
    'Capacity is validated',
    'The deployment runbook is updated',
  ]);
  await approves(person('kenji'), 'Instrumentation', head, [
    'Analytics instrumentation is implemented',
    'It is validated in staging',
  ]);
  await answers(person('maria'), 'Runbook check', { 'Every checklist and sign-off is complete': undefined });
}

/** What the announcements and the issues say in the end. */
async function isTold(world: World): Promise<void> {
  const maria = world.person('maria');
  expect(await maria.sees('#changelog', 'Known issues:')).toContain('storefront 2.4.0 is in production since');
  const issues = await storefrontOf(world).issues('all');
  expect(issues.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Release checklist of storefront 2.4.0', 'Root causes and follow-ups of storefront 2.4.0']),
  );
}

/** It was bad: the release manager and an SRE bring back what was in production before, whose tag is what the workflow gets. */
async function isTakenBack(world: World): Promise<void> {
  const [maria, storefront] = [world.person('maria'), storefrontOf(world)];
  const shown = await withdraws(world, 'storefront 2.4.0', 'Nobody can sign in');
  expect(shown).toContain(
    'Release Manager is asked for “Deploy 2.3.0 to production”, which somebody else confirms as SRE',
  );
  await presses(world, 'maria', 'Deploy 2.3.0 to production');
  await presses(world, 'omar', 'Confirm: deploy 2.3.0 to production');
  const run = await deploying(world, storefront, 'production');
  expect(run.title).toContain('Deploy v2.3.0 to production');
  await storefront.finishes(run.id, 'success');
  await maria.sees(home, /⛔ Withdrawn\* by @maria[\s\S]*\*production\* runs \*v2\.3\.0\* again/);
  expect(await storefront.refs('refs/tags/v2.4.0')).toHaveLength(1); // the playbook does not say that it goes
}

it('a gated release: every role signs, staging and production are deployed by two, until it is closed, and taken back by two', async () => {
  const world = await newWorld({ environment: await storefrontSetup() });
  const [maria, lena, omar] = [world.person('maria'), world.person('lena'), world.person('omar')];
  const head = await setsScene(world);
  await startsStorefront(world);
  await waivesScans(world);
  await plans(world);
  await deploysTogether(world, 'staging', 'lena');
  await answers(lena, 'Smoke tests in staging', { 'Smoke tests passed in staging': page });
  await signs(world, head);
  await answers(omar, 'Backup', { 'Backup or snapshot is made': 'Snapshot 2026-11-20 of the orders database' });
  await movesWindow(world);
  await deploysTogether(world, 'production', 'omar', { conclusion: 'failure' });
  await maria.sees(home, /^❌ Failed: \*Deploy to production\*/);
  const paged = await world.person('kenji').sees(home, '🚨');
  expect(paged).toContain('@kenji');
  await maria.clicks('Retry', { in: home });
  await deploysTogether(world, 'production', 'omar', { attempt: 2 });
  await approves(lena, 'Post-deploy verification', head, ['Post-deploy verifications passed']);
  await approves(omar, 'Post-deploy verification', head, ['Post-deploy verifications passed']);
  await answers(maria, 'Close the release', {
    'All sign-offs are confirmed': undefined,
    'Root causes and action items are captured where something failed': undefined,
  });
  expect(await maria.sees(home, /🏁 Released\. Every step is done/)).not.toContain('Drafted notes');
  await isTold(world);
  const [released] = (await storefrontOf(world).releases()).filter(({ tag }) => tag === 'v2.4.0');
  expect(released).toMatchObject({ draft: false });
  for (const heading of ['Date', 'Summary', 'Notable changes', 'Migration steps', 'Known issues'])
    expect(released?.body).toContain(`## ${heading}\n`);
  expect(await storefrontOf(world).refs('refs/tags/v2.4.0')).toMatchObject([{ commit: head }]);
  await isTakenBack(world);
  await nothingWasRefused(world);
});
