import { expect, it } from 'vitest';
import {
  answers,
  approves,
  deploys,
  home,
  messageWith,
  platformOf,
  setsScene,
  startsPlatform,
} from './platform-acts.ts';
import { deploying, presses, withdraws } from './withdrawal-acts.ts';
import { newWorld, nothingWasRefused, type World } from './world.ts';

const steward = [
  'The version matches the scope of the changes',
  'The changelog entry is clear and complete',
  'Changes of configuration only are represented',
];
const owner = ['I reviewed the changes of my component and its configuration', 'Its documentation is up to date'];
const page = 'https://status.acme.example/1';

/** The pull request of Release Please, once its head is another one than this. */
const proposalAfter = (world: World, before?: string) =>
  world
    .person('maria')
    .until('the pull request of Release Please', async () =>
      (await platformOf(world).pulls()).find(
        ({ head, headSha }) => head.startsWith('release-please--') && headSha !== before,
      ),
    );

/** CI of a head succeeds. */
async function ciSucceeds(world: World, sha: string): Promise<void> {
  const platform = platformOf(world);
  const run = await world
    .person('maria')
    .until(`CI of ${sha}`, async () => (await platform.runs({ workflow: 'ci.yml', sha }))[0]);
  await platform.finishes(run.id, 'success');
}

/** From the start to the pull request of Release Please, which Slipway lets it open. */
async function reachesProposal(world: World) {
  const maria = world.person('maria');
  await startsPlatform(world);
  await answers(maria, 'Only a person can tell', {
    'release-images.json names the images that are to be rebuilt, and no others': undefined,
    'Highlights, infrastructure changes and known issues are drafted': undefined,
  });
  const pull = await proposalAfter(world);
  const told = await maria.sees(home, `Release Please proposes 1.2.0 in pull request #${pull.number}`);
  expect(told).toContain('Released, but left out of its changelog:');
  expect(told).toContain('chore(helm): roll out 1.2.0 with more memory');
  return pull;
}

/** Maria has approved; then something is merged, Release Please pushes over its branch, and her signature is void. */
async function forcedPushVoids(world: World, before: string): Promise<string> {
  const [maria, platform] = [world.person('maria'), platformOf(world)];
  await ciSucceeds(world, before);
  await maria.sees(home, '🔴 Red: *Configuration-only changes are in the changelog*'); // who signs sees that it is red
  const shown = await approves(maria, 'Release Steward approves', before, steward);
  expect(shown).toContain('Not in its changelog, but released:');
  await maria.sees(home, '🖊️ Approved by @maria: *Release Steward approves*');
  await platform.pushes(
    'ana-d',
    'main',
    { 'portal/sessions.ts': '// newest first\n' },
    'fix(portal): newest session first',
  );
  const { headSha } = await proposalAfter(world, before);
  const moved = await maria.sees(home, `to \`${headSha.slice(0, 7)}\``);
  expect(moved).toContain('Signatures and checks of the old commit no longer count.');
  expect(moved).toContain('@maria: your signature is void');
  await ciSucceeds(world, headSha);
  return headSha;
}

/** Release Please hides a chore that changes the Helm values: the steward lets the release go on, as the notes name it. */
async function waivesConfiguration(world: World): Promise<void> {
  const maria = world.person('maria');
  const red = await maria.until('it is read of the new head too', async () => {
    const told = (await maria.channel(home)).filter(({ rendered }) =>
      rendered.startsWith('🔴 Red: *Configuration-only changes are in the changelog*'),
    );
    return told[1];
  });
  expect(red.rendered).toContain('#3');
  expect(await maria.types(home, '/release waive')).toMatchObject({ ok: true });
  await maria.sees('modal', 'Configuration-only changes');
  await maria.fills({ 'Why may the release go on without it?': 'It stands under infrastructure changes' });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(home, '🟡 Waived by @maria: *Configuration-only changes are in the changelog*');
}

/** All was green; then somebody opens a blocker, and nothing is merged before the steward has decided about it from Slack. */
async function blockerStops(world: World): Promise<void> {
  const [maria, platform] = [world.person('maria'), platformOf(world)];
  const issue = { title: 'Sessions of others are listed', labels: ['release-blocker'] };
  const number = await platform.opensIssue('ben-w', issue);
  const red = await maria.sees(home, /^🔴 Red again: \*Blocking issues\*/);
  expect(red).toContain(`#${number}`);
  expect(red).toContain('The release goes back to it');
  await maria.clicks('Settle issues…', { in: home });
  await maria.sees('modal', issue.title);
  await maria.fills({
    [`What becomes of #${number}?`]: 'Defer it: stays open, past this release',
    'Why? It goes to the issues, and into the record.': 'Only in the preview, which is off',
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(home, `Issues settled by @maria: #${number}`);
  await maria.until('the steward is asked again', async () => {
    const asks = (await maria.channel(home)).filter(({ rendered }) =>
      rendered.includes('and sign: *Release Steward approves*'),
    );
    return asks.length > 2;
  });
}

/** A job of release-images.yml fails: the release pauses, and the button runs that job again. */
async function imagesFailAndAreRebuilt(world: World): Promise<void> {
  const [maria, platform] = [world.person('maria'), platformOf(world)];
  const run = await maria.until(
    'release-images.yml',
    async () => (await platform.runs({ workflow: 'release-images.yml' }))[0],
  );
  await platform.finishes(run.id, 'failure', ['platform-portal']);
  const failed = await maria.sees(home, /^❌ Failed: \*Container images\*/);
  expect(failed).toContain('release-images.yml failed: job platform-portal.');
  expect(failed).toContain(`/actions/runs/${run.id}/job/`);
  expect(failed).toContain('press “Re-run failed jobs”');
  const { ts } = await messageWith(maria, '❌ Failed: *Container images*');
  await maria.clicks('Re-run failed jobs', { in: home, message: ts });
  const again = await maria.until('the second attempt', async () =>
    (await platform.runs({ workflow: 'release-images.yml' })).find(({ attempt }) => attempt === 2),
  );
  expect(again.id).toBe(run.id);
  expect(again.jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
    ['platform-api', 'success'],
    ['platform-portal', null],
  ]);
  await platform.finishes(run.id, 'success');
  await maria.sees(home, /^✅ Done: \*Container images\*/);
}

/** Communications read the announcement before anybody else does, put it in their own words, and post it. */
async function reviewsAnnouncement({ person }: World): Promise<void> {
  const sara = person('sara');
  const { ts } = await messageWith(sara, 'please review the announcement *Stakeholders told*');
  expect(ts).not.toBe('');
  expect((await sara.channel('#changelog')).some(({ rendered }) => rendered.includes('is in production'))).toBe(false);
  await sara.clicks('Review and post', { in: home, message: ts });
  const shown = await sara.sees('modal', 'goes to #changelog. It reads:');
  expect(shown).toContain('A list of sessions in the portal');
  expect(shown).toContain('quota counts snapshots'); // the notes of Release Please
  const [released = ''] = shown.match(/\*platform 1\.2\.0\* was released at .+ and is in production\./) ?? [];
  await sara.fills({ 'The text that is posted': `${released}\n*Highlights:* See where you are signed in, @channel` });
  expect(await sara.submits()).toEqual({ kind: 'closed' });
  await sara.sees(home, '📣 Reviewed by @sara, and to be posted, with a text of their own: *Stakeholders told*');
}

/** From the deployments to the last tick, by everybody whose turn it is. */
async function rollsOut(world: World): Promise<void> {
  const [maria, omar, sara] = [world.person('maria'), world.person('omar'), world.person('sara')];
  await deploys(world, 'staging');
  await deploys(world, 'production');
  await answers(omar, 'Smoke tests', {
    'Login works': page,
    'Storage can be read and written': page,
    'Workloads are scheduled': page,
    'Monitoring dashboards are normal': page,
  });
  await reviewsAnnouncement(world);
  const announced = await maria.sees('#changelog', 'is in production');
  expect(announced).toMatch(/platform 1\.2\.0\*? was released at \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  expect(announced).toContain('See where you are signed in');
  expect(announced).not.toContain('More memory for the API'); // she left it out
  expect(announced).toContain('quota counts snapshots'); // the notes of Release Please
  await answers(sara, 'Status page and operations chat', {
    'The status page says what is in production': page,
    'The operations chat knows': undefined,
  });
  await answers(maria, 'Lessons', {
    'Lessons and follow-ups are in the retrospective issue': page,
    'The release process is up to date with what was learned': undefined,
  });
  await maria.sees(home, /🏁 Released\. Every step is done/);
}

/** It was bad: the version before is deployed by the button, with a run that fails first; then the tag goes. */
async function isTakenBack(world: World): Promise<void> {
  const [maria, omar, platform] = [world.person('maria'), world.person('omar'), platformOf(world)];
  const shown = await withdraws(world, 'platform 1.2.0', 'Sessions are lost');
  const order = [
    'The GitHub release v1.2.0 is marked as withdrawn',
    'The GitHub release charts-v1.2.0 is marked as withdrawn',
    'The channel changelog',
    'Operations is asked for “Deploy 1.1.0 to production”',
    'What runs in staging stays as it is',
    'Last, once 1.1.0 is deployed or that is given up: The tag v1.2.0 is deleted',
    'Last, once 1.1.0 is deployed or that is given up: The tag charts-v1.2.0 is deleted',
  ];
  expect(order.map((line) => shown.indexOf(line))).toEqual(
    order.map((line) => shown.indexOf(line)).toSorted((a, b) => a - b),
  );
  expect(order.filter((line) => !shown.includes(line))).toEqual([]);
  await maria.sees('#changelog', 'platform 1.2.0* was withdrawn');
  expect(await omar.sees(home, 'please deploy *1.1.0* to *production* again')).toContain('@omar');
  await presses(world, 'omar', 'Deploy 1.1.0 to production');
  const first = await deploying(world, platform, 'production');
  expect(first.title).toMatch(/^Deploy 1\.1\.0 to production \(platform-1\.2\.0-\w+\.redeploy-deployed\.1\)$/);
  await platform.finishes(first.id, 'failure');
  await maria.sees(home, /^❌ Failed: \*Deploy 1\.1\.0 to production\*/);
  expect(await platform.refs('refs/tags/v1.2.0')).toHaveLength(1); // it goes last
  await omar.clicks('Retry', { in: home });
  const second = await deploying(world, platform, 'production');
  expect(second.title).toContain('redeploy-deployed.2');
  await platform.finishes(second.id, 'success');
  expect(await maria.sees(home, '1.2.0 is withdrawn, and v1.1.0 is brought back.')).toContain(
    '*production* runs *v1.1.0* again',
  );
  for (const tag of ['v1.2.0', 'charts-v1.2.0']) {
    await maria.until(`${tag} is gone`, async () => (await platform.refs(`refs/tags/${tag}`)).length === 0);
    const page = (await platform.releases()).find((one) => one.tag === tag);
    expect(page).toMatchObject({ name: expect.stringMatching(/^Withdrawn: /), draft: true });
  }
  await maria.sees(home, /⛔ Withdrawn\* by @maria[\s\S]*\*production\* runs \*v1\.1\.0\* again, deployed by @omar/);
  await maria.types(home, '/release status platform');
  expect(await maria.sees(home, 'No release of platform is running')).toContain('⛔ withdrawn by @maria');
  await maria.types(home, '/release start platform 1.2.0');
  await maria.sees(
    home,
    /platform 1\.2\.0 was withdrawn by @maria .*: Sessions are lost\. Its number is not used again/,
  );
}

it('a release through Release Please: from the start to the retrospective, with a forced push and a failed image, and its withdrawal', async () => {
  const world = await newWorld();
  const platform = platformOf(world);
  await setsScene(world);
  const { number, headSha: first } = await reachesProposal(world);
  const head = await forcedPushVoids(world, first);
  await waivesConfiguration(world);
  await blockerStops(world);
  await approves(world.person('maria'), 'Release Steward approves', head, steward);
  await approves(world.person('lena'), 'Component owner approves', head, owner);
  const published = await world.person('maria').sees(home, /^✅ Done: \*Tags and release notes\*/);
  expect(published).toMatch(/v1\.2\.0 and charts-v1\.2\.0 stand at \w{7} and are published on GitHub with notes\./);
  await imagesFailAndAreRebuilt(world);
  await rollsOut(world);

  const merged = await platform.pull(number);
  expect(merged).toMatchObject({ headSha: head, labels: ['autorelease: tagged'], merged: { sha: expect.any(String) } });
  for (const tag of ['v1.2.0', 'charts-v1.2.0'])
    expect(await platform.refs(`refs/tags/${tag}`)).toMatchObject([{ commit: merged.merged?.sha }]);
  expect((await platform.releases()).filter(({ tag }) => tag === 'v1.2.0')).toMatchObject([{ draft: false }]);
  const dispatched = await platform.runs({ workflow: 'release-please.yml', event: 'workflow_dispatch' });
  expect(dispatched).toHaveLength(1);
  expect(await platform.runs({ workflow: 'release-images.yml' })).toHaveLength(1);
  await isTakenBack(world);
  await nothingWasRefused(world);
});
