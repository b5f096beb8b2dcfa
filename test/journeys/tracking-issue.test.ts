import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { slipwayYmlOfBilling } from '../billing-alone.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

const playbook = `
playbook: tracked
title: Tracked
time-zone: Asia/Tokyo
bump: { choices: [minor], default: minor }
tag: v<version>
released-from: dev
roles:
  release-manager: { title: Release manager, from: starter }
  operations: { title: Operations }
stages:
  - stage: Ready
    steps:
      - action: tracking-issue
        as: tracking
        labels: [release]
      - together:
          - checklist: operations
            title: Operations is ready
            items:
              - say: The pager is quiet
              - say: The dashboards are open
              - { say: The load test is attached, evidence: file }
          - checklist: release-manager
            title: Everybody knows
            items: [{ say: The customers are told }]
  - stage: Done
    steps:
      - { announce: changelog, say: 'Tracked in <tracking.url>' }
`;

/** A folder with this playbook, and a slipway.yml by which billing is released. */
async function tracked(): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-tracked-'));
  afterAll(() => rm(folder, { recursive: true }));
  const file = slipwayYmlOfBilling()
    .replace('playbook: backend-service', 'playbook: tracked')
    .replace('      backend-lead: { group: S0LEADS }\n', '')
    .replace(/ {4}values:\n {6}gateway: .*\n/, '');
  await writeFile(join(folder, 'slipway.yml'), file);
  await mkdir(join(folder, 'playbooks'));
  await writeFile(join(folder, 'playbooks', 'tracked.yml'), playbook);
  return { SLIPWAY_CONFIG: join(folder, 'slipway.yml'), PLAYBOOKS_DIR: join(folder, 'playbooks') };
}

it.each(['webhooks', 'polling'] as const)('a tick on GitHub counts for whom it is, told by %s', async (by) => {
  const world = await newWorld({ environment: await tracked() });
  const { billing, github, person, slack } = world;
  const [maria, omar] = [person('maria'), person('omar')];
  if (by === 'polling') await github.webhooks.pause();
  await maria.types(backend, '/release start');
  await maria.sees('modal', 'Round tax per line');
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  const bodyWith = (text: string | RegExp) =>
    maria.until(`the issue with ${text}`, async () => {
      const [issue, ...others] = await billing.issues('all');
      expect(others.filter(({ labels }) => labels.includes('release'))).toEqual([]);
      const found = typeof text === 'string' ? issue?.body?.includes(text) : text.test(issue?.body ?? '');
      return found === true && issue;
    });
  await omar.sees(backend, 'please answer the checklist *Operations is ready*');
  const { number } = await bodyWith('**Operations is ready** (Operations): waited for');

  // Omar, of operations, ticks on GitHub what waits for operations.
  await billing.ticksTask('omar-o', number, 'The pager is quiet');
  await bodyWith(/- \[x\] The pager is quiet · omar-o, /);

  // Lena may write there, but this is not hers to say; and a file cannot be given there.
  await billing.ticksTask('lena-b', number, 'The dashboards are open');
  await maria.sees(backend, /`lena-b` ticked an item of \*Operations is ready\*, and the box went back/);
  await maria.sees(backend, 'Only the role Operations may do this.');
  await billing.ticksTask('omar-o', number, 'The load test is attached');
  await maria.sees(backend, '“The load test is attached” needs evidence before it can be ticked.');
  await bodyWith(/- \[ \] The load test is attached .*\n/);

  // In Slack Omar sees his tick, and gives the file.
  await omar.types(backend, '/release checklist');
  await omar.sees('modal', '1 of 3 ticked');
  await omar.fills({
    'The dashboards are open': ['Done'],
    'The load test is attached': ['Done'],
    'Evidence for “The load test is attached”': { name: 'load.txt', content: 'p95 210 ms' },
  });
  expect(await omar.submits()).toEqual({ kind: 'closed' });
  await bodyWith(/load\.txt \(10 bytes, sha256 [0-9a-f]{64}\)/);

  await billing.ticksTask('maria-r', number, 'The customers are told');
  await maria.sees(backend, '🏁 Released. Every step is done');
  await maria.sees('#changelog', `Tracked in`);
  const { body } = await maria.until('the issue to be closed', async () => {
    const [issue] = await billing.issues('all');
    return issue?.state === 'closed' && issue.body?.includes('is released: every step is done') === true && issue;
  });
  expect(body).not.toContain('- [ ]');
  const edited = (await github.webhooks.deliveries('issues')).some(({ state }) => state === 'delivered');
  expect(edited).toBe(by === 'webhooks');
  await slack.idle();
  await nothingWasRefused(world);
});
