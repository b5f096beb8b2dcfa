import { expect, it } from 'vitest';
import { demoClock, pageClock } from '../../demo/page-clock.ts';
import { step } from '../../src/release/playbook-steps.ts';
import { backendService, releaseAfter, started, upTo } from '../release/given.ts';

const hour = 3_600_000;

it('goes forward only, and a year at most', () => {
  const clock = demoClock();
  const begin = clock.now();
  clock.moveTo(begin + hour);
  expect(clock.now() - Date.now()).toBe(clock.ahead());
  expect(clock.ahead()).toBeGreaterThan(0);
  expect(() => clock.moveTo(begin)).toThrow('That time is over');
  expect(() => clock.moveTo(begin + 9000 * hour)).toThrow('a year ahead at most');
});

it('shows the reminders to come of what is waited for, the next first, and none that is over', async () => {
  const clock = demoClock();
  const release = releaseAfter(...upTo.pullRequest());
  const shown = await pageClock({ ...clock, now: () => release.startedAt.getTime() }, async () => [release]).shown();
  expect(shown.scheduled.map(({ what }) => what)).toContain('billing 1.5.0: reminder of “Backend lead signs”');
  expect(shown.scheduled).toEqual([...shown.scheduled].sort((a, b) => a.at - b.at));
  const late = await pageClock({ ...clock, now: () => Number.MAX_SAFE_INTEGER }, async () => [release]).shown();
  expect(late.scheduled).toEqual([]);
});

it('shows when a window opens, so that the clock can be moved there', async () => {
  const [first, ...rest] = backendService.stages;
  if (first === undefined) throw new Error('A playbook has stages.');
  const slot = step.parse({ window: 'production', by: ['release-manager'], lasts: '2h', as: 'slot' });
  const stages = [{ ...first, steps: [slot, ...first.steps] }, ...rest];
  const [from, until] = ['2026-11-21T08:00:00.000Z', '2026-11-21T10:00:00.000Z'];
  const release = releaseAfter(started({ playbook: { ...backendService, stages } }), {
    type: 'WindowScheduled',
    step: 'slot',
    by: 'U-maria',
    from,
    until,
  });
  const shown = await pageClock({ ...demoClock(), now: () => release.startedAt.getTime() }, async () => [
    release,
  ]).shown();
  expect(shown.scheduled).toContainEqual({ at: Date.parse(from), what: 'billing 1.5.0: the deployment window opens' });
});
