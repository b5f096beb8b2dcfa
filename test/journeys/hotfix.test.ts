import { expect, it } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { answers, approves, deploys, home, platformOf, setsScene, startsPlatform } from './platform-acts.ts';
import { newWorld, nothingWasRefused, type World } from './world.ts';

const page = 'https://status.acme.example/1';
const owner = ['I reviewed the fix, and it is nothing but the fix', 'The changelog says what was fixed'];
const valuesOf = (version: string) => ({
  'overlays/staging/values.yaml': `platform:\n  version: ${version}\n`,
  'overlays/production/values.yaml': `platform:\n  version: ${version}\n`,
  'helm/platform/values.yaml': `image:\n  repository: images.acme.example/platform-api\n  tag: ${version}\n`,
});

const tooSlow = /press Start again|takes longer than Slack waits/i;

/** Presses Start, and again where something was too slow to be said within Slack's three seconds, as the form asks. */
async function pressesStart(maria: PersonClient): Promise<unknown> {
  for (;;) {
    const answer = await maria.submits();
    const isRunning = (await maria.channel(home)).some(({ rendered }) => /platform 1\.1\.1 · Hotfix/.test(rendered));
    if (isRunning || !tooSlow.test(JSON.stringify(answer))) return answer;
  }
}

/** While 1.2.0 is under way, Maria is told how to patch 1.1.0, and does. */
async function startsHotfix(world: World, issue: number): Promise<void> {
  const maria = world.person('maria');
  expect(await maria.types(home, '/release start platform')).toMatchObject({ ok: true });
  await maria.sees(home, 'A hotfix of an earlier release can run beside it: `/release start platform hotfix`.');
  expect(await maria.types(home, '/release start platform hotfix')).toMatchObject({ ok: true });
  await maria.sees('modal', 'v1.1.0 → v1.1.1');
  await maria.fills({
    'Which issue is fixed?': '#4711',
    'What is broken': 'Nobody can upload while a snapshot is made',
    'Rollout plan': 'Production at once; back by deploy.yml with 1.1.0',
  });
  expect(await pressesStart(maria)).toMatchObject({
    kind: 'errors',
    errors: { 'Which issue is fixed?': expect.stringContaining('acme/platform has no issue #4711.') },
  });
  await maria.fills({ 'Which issue is fixed?': `#${issue}` });
  await pressesStart(maria);
  await maria.sees(home, /platform 1\.1\.1 · Hotfix/);
  expect(await maria.types(home, '/release resume platform')).toMatchObject({ ok: true });
  await maria.sees(
    home,
    'Several releases of platform are running. Say which: `/release resume platform 1.2.0` or `/release resume platform 1.1.1`.',
  );
}

/** Ben's fix goes into the branch, with the versions of the overlays. */
async function fixes(world: World, issue: number): Promise<void> {
  const [maria, platform] = [world.person('maria'), platformOf(world)];
  const branch = `hotfix/${issue}`;
  const [affected] = await platform.refs('refs/tags/v1.1.0');
  await maria.sees(home, `${branch} starts at v1.1.0 (${affected?.commit.slice(0, 7)}).`);
  expect(await platform.refs(`refs/heads/${branch}`)).toMatchObject([{ commit: affected?.commit }]);
  const files = { 'storage/upload.ts': '// no lock\n', ...valuesOf('1.1.1') };
  await platform.pushes('ben-w', 'fix/upload', files, 'fix(storage): upload during a snapshot', { from: branch });
  const { number } = await platform.opensPullRequest('ben-w', {
    head: 'fix/upload',
    base: branch,
    title: 'fix(storage): upload during a snapshot',
    body: `Fixes #${issue}`,
  });
  await maria.sees(home, `#${number} “fix(storage): upload during a snapshot” into ${branch} is open.`);
  await platform.merges('lena-b', number, { method: 'squash' });
  const told = await maria.sees(home, `Since v1.1.0, ${branch} brings 1 commit, which changes`);
  expect(told).toContain('storage/upload.ts');
}

/** From the pull request of Release Please into the branch to its tags. */
async function patches(world: World, issue: number): Promise<string> {
  const [maria, lena, platform] = [world.person('maria'), world.person('lena'), platformOf(world)];
  const branch = `hotfix/${issue}`;
  const pull = await maria.until('the pull request of Release Please', async () =>
    (await platform.pulls()).find(({ head }) => head === `release-please--branches--${branch}`),
  );
  expect(pull).toMatchObject({ base: branch, title: `chore: release ${branch}` });
  await maria.sees(home, `Release Please proposes 1.1.1 in pull request #${pull.number}: 1 commit of 1 pull request.`);
  const ci = await maria.until('CI', async () => (await platform.runs({ workflow: 'ci.yml', sha: pull.headSha }))[0]);
  await platform.finishes(ci.id, 'success');
  const shown = await approves(lena, 'Component owner approves', pull.headSha, owner);
  expect(shown).toContain('after v1.1.0');
  expect(shown).not.toContain('list of sessions'); // of main, where 1.2.0 is on its way
  await maria.sees(home, /v1\.1\.1 and charts-v1\.1\.1 stand at \w{7} and are published on GitHub with notes\./);
  const { merged } = await platform.pull(pull.number);
  for (const tag of ['v1.1.1', 'charts-v1.1.1'])
    expect(await platform.refs(`refs/tags/${tag}`)).toMatchObject([{ commit: merged?.sha }]);
  return merged?.sha ?? '';
}

/** Images of the patch, production, and those who are told. */
async function rollsOut(world: World): Promise<void> {
  const [maria, omar, sara, platform] = [
    world.person('maria'),
    world.person('omar'),
    world.person('sara'),
    platformOf(world),
  ];
  const run = await maria.until('images', async () => (await platform.runs({ workflow: 'release-images.yml' }))[0]);
  expect(run).toMatchObject({ branch: 'v1.1.1' });
  await platform.finishes(run.id, 'success');
  await deploys(world, 'production', '1.1.1');
  await answers(omar, 'Smoke tests', {
    'What the issue describes does not happen any more': page,
    'Login works': page,
    'Storage can be read and written': page,
    'Workloads are scheduled': page,
    'Monitoring dashboards are normal': page,
  });
  const announced = await maria.sees('#changelog', 'is in production: a fix of v1.1.0.');
  expect(announced).toContain('upload during a snapshot'); // the notes of Release Please
  expect(announced).not.toContain('quota counts snapshots');
  await answers(sara, 'Status page and operations chat', {
    'The status page says what is in production': page,
    'The operations chat knows': undefined,
  });
}

/** main says 1.2.0 in its values already: Omar solves that conflict on the branch, and Slipway merges once CI is green. */
async function bringsBack(world: World, issue: number): Promise<void> {
  const [maria, platform] = [world.person('maria'), platformOf(world)];
  const branch = `hotfix/${issue}`;
  const back = await maria.until('the pull request into main', async () =>
    (await platform.pulls()).find(({ head, base }) => head === branch && base === 'main'),
  );
  expect(back.title).toBe(`Merge ${branch} back into main after platform 1.1.1`);
  await maria.sees(home, `#${back.number} conflicts with main, so GitHub runs no CI for it.`);
  await platform.pushes('omar-o', branch, valuesOf('1.2.0'), 'chore(helm): as main says');
  const sha = await maria.until('the solved conflict', async () => {
    const { headSha } = await platform.pull(back.number);
    return headSha === back.headSha ? undefined : headSha;
  });
  const ci = await maria.until('CI', async () => (await platform.runs({ workflow: 'ci.yml', sha }))[0]);
  await platform.finishes(ci.id, 'success');
  await maria.sees(home, /🏁 Released\. Every step is done/);
}

it('a hotfix of 1.1.0 while 1.2.0 is under way: branch, fix, patch, images, production, back into main', async () => {
  const world = await newWorld();
  const [maria, platform] = [world.person('maria'), platformOf(world)];
  await setsScene(world);
  await startsPlatform(world);
  const issue = await platform.opensIssue('ben-w', { title: 'Upload hangs during a snapshot' });
  await startsHotfix(world, issue);
  await fixes(world, issue);
  const released = await patches(world, issue);
  await rollsOut(world);
  await bringsBack(world, issue);

  expect((await platform.log('main', 50)).map(({ sha }) => sha)).toContain(released);
  expect(await platform.file('main', 'CHANGELOG.md')).toContain('1.1.1');
  expect(await platform.file('main', 'helm/platform/values.yaml')).toContain('tag: 1.2.0');
  expect(await platform.runs({ workflow: 'release-images.yml' })).toHaveLength(1);
  expect(await maria.types(home, '/release resume platform')).toMatchObject({ ok: true }); // the other one goes on
  await maria.sees(home, 'The release is not paused.');
  await nothingWasRefused(world);
});
