import { describe, expect, test } from 'vitest';
import { type ListedRelease, runningRelease } from '../../src/commands/running-release.ts';
import { busyText } from '../../src/views/busy-text.ts';

const listed = (semver: string, patches?: string): ListedRelease => ({
  id: semver,
  component: 'platform',
  channel: 'C1',
  semver,
  status: 'open',
  startedAt: new Date('2026-11-02T09:00:00Z'),
  summary: {
    repository: 'acme/platform',
    starter: 'U1',
    stage: 'Fix',
    stages: { current: 1, of: 5 },
    waiting: [],
    ...(patches === undefined ? {} : { patches }),
  },
});
const [usual, hotfix] = [listed('1.2.0'), listed('1.1.1', 'v1.1.0')];

const meant = async (...args: readonly string[]) => {
  const releases = { openIn: async () => [usual, hotfix], openOf: async () => [] };
  const found = await runningRelease(releases, { command: '/release', word: 'pause', channel: 'C1', args });
  return found.kind === 'one' ? { release: found.release.semver, rest: found.rest.join(' ') } : found.sentence;
};

describe('of a release and a hotfix beside it', () => {
  test.each([
    [['platform', '1.1.1', 'too', 'many'], { release: '1.1.1', rest: 'too many' }],
    [['platform', 'v1.2.0'], { release: '1.2.0', rest: '' }],
    [
      ['platform', 'too', 'many'],
      'Several releases of platform are running. Say which: `/release pause platform 1.2.0` or `/release pause platform 1.1.1`.',
    ],
    [
      [],
      'Several releases are running here. Say which: `/release pause platform 1.2.0` or `/release pause platform 1.1.1`.',
    ],
  ])('%j means %j', async (args, expected) => {
    expect(await meant(...args)).toEqual(expected);
  });

  test.each([
    [usual, 'none', 'A component has one release at a time: finish this one, or `/release cancel platform 1.2.0`.'],
    [
      usual,
      false,
      'A component has one release at a time: finish this one, or `/release cancel platform 1.2.0`. A hotfix of an earlier release can run beside it: `/release start platform hotfix`.',
    ],
    [
      usual,
      true,
      'A version is released once, and 1.2.0 is taken by it: let it bring what you want to release, or `/release cancel platform 1.2.0` and start again.',
    ],
    [
      hotfix,
      true,
      'It patches v1.1.0 already: merge the fix into its branch, or `/release cancel platform 1.1.1` and start again.',
    ],
    [
      hotfix,
      false,
      'A version is released once, and 1.1.1 is taken by it: let it bring what you want to release, or `/release cancel platform 1.1.1` and start again.',
    ],
  ] as const)('what stands in the way says the way out', (running, wanted, out) => {
    const shown = { ...running, cardUrl: undefined };
    expect(busyText(shown, { command: '/release', zone: 'Asia/Tokyo', hotfix: wanted }).split('\n').at(-1)).toBe(out);
  });
});
