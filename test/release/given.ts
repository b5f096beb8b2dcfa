import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { Command } from '../../src/release/commands.ts';
import { decide, isRefusal } from '../../src/release/decide.ts';
import type { ReleaseEvent, ReleaseStarted } from '../../src/release/events.ts';
import { releaseOf } from '../../src/release/evolve.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import type { RefusalCode } from '../../src/release/refusal.ts';
import type { Release } from '../../src/release/release.ts';

const beginning = Date.parse('2026-11-20T05:00:00Z');
const id = 'billing-1.5.0-abc123';
export const sha = (digit: string): string => digit.repeat(40);
const playbookFile = readFileSync(new URL('../../playbooks/backend-service.yml', import.meta.url), 'utf8');
export const backendService = playbookSchema.parse(parse(playbookFile));

/** How a billing release starts, by maria, with one feature and nothing optional. */
export function started(change: Partial<ReleaseStarted> = {}): ReleaseStarted {
  return {
    type: 'ReleaseStarted',
    by: 'U-maria',
    component: {
      name: 'billing',
      repository: 'acme/billing',
      channel: 'C-backend',
      values: { gateway: 'acme/api-gateway' },
      announcements: { changelog: 'C-changelog' },
      github: { 'U-maria': 'maria-r', 'U-lena': 'lena-b', 'U-tom': 'tom-h' },
    },
    playbook: backendService,
    playbookDigest: 'sha256:test',
    bump: 'minor',
    version: '1.5.0',
    previousTag: 'v1.4.2',
    answers: {
      features: ['tax-rounding'],
      public: false,
      routing: false,
      archive: false,
      rollout: 'Canary, then all',
      watch: 'Error rate',
    },
    roles: { 'release-manager': ['U-maria'], 'backend-lead': ['U-lena', 'U-tom'], operations: ['U-omar'] },
    changes: { commits: 7, pullRequests: 2, head: sha('a') },
    ...change,
  };
}

/** The release after these events, one minute apart. */
export function releaseAfter(...events: readonly ReleaseEvent[]): Release {
  const release = releaseOf(
    id,
    events.map((event, n) => ({ event, version: n + 1, at: new Date(beginning + n * 60_000) })),
  );
  if (release === undefined) throw new Error('A story begins with an event.');
  return release;
}

/** given(events).when(command).yields(events) or .refused(code). */
export function given(...events: readonly ReleaseEvent[]) {
  const release = events.length === 0 ? undefined : releaseAfter(...events);
  return {
    when(command: Command) {
      const decided = decide(release, command, new Date(beginning + events.length * 60_000), id);
      return {
        yields(...expected: readonly ReleaseEvent[]): void {
          expect(decided).toEqual(expected);
        },
        refused(code: RefusalCode, sentence?: RegExp): void {
          if (!isRefusal(decided)) throw new Error(`expected ${code}, got ${JSON.stringify(decided)}`);
          expect(decided.refused).toBe(code);
          if (sentence !== undefined) expect(decided.sentence).toMatch(sentence);
        },
      };
    },
  };
}

export const completed = (step: string, facts: Record<string, string> = {}): ReleaseEvent => ({
  type: 'StepCompleted',
  step,
  how: 'made',
  sentence: 'done',
  facts,
});
/** GitHub is about to be asked for a deployment, or was: from then on it has begun. */
export const begins = (step: string, facts: Record<string, string> = {}): ReleaseEvent => ({
  type: 'StepRead',
  step,
  outcome: 'wait',
  sentence: 'GitHub is asked.',
  facts: { 'asked-dispatch': '1 1 begins 2026-11-20T05:30:00.000Z', ...facts },
});
export const signed = (by: string, subject: string): ReleaseEvent => ({
  type: 'SignOffGiven',
  step: 'sign-off-backend-lead',
  by,
  decision: 'approve',
  subject,
});

/** The events that bring a release to the named moment of backend-service. */
export const upTo = {
  ready: (): readonly ReleaseEvent[] => [
    started(),
    completed('feature-merged.tax-rounding'),
    completed('branch-contains'),
    completed('boxes-ticked.tax-rounding'),
    {
      type: 'ChecklistSaved',
      step: 'checklist-release-manager',
      by: 'U-maria',
      ticks: { '0': { ticked: true }, '1': { ticked: true }, '2': { ticked: true } },
    },
  ],
  pullRequest: (): readonly ReleaseEvent[] => [
    ...upTo.ready(),
    completed('pr', { number: '12', url: 'https://github.example/12', head: sha('a'), authors: 'ana-d tom-h' }),
  ],
  signed: (): readonly ReleaseEvent[] => [
    ...upTo.pullRequest(),
    completed('ci-green'),
    completed('request-review'),
    signed('U-lena', sha('a')),
  ],
  merged: (): readonly ReleaseEvent[] => [...upTo.signed(), completed('merged', { sha: sha('b') })],
  tagged: (): readonly ReleaseEvent[] => [...upTo.merged(), completed('tagged', { tag: 'v1.5.0', sha: sha('b') })],
  published: (): readonly ReleaseEvent[] => [
    ...upTo.tagged(),
    completed('artifacts', { run: '1' }),
    completed('published', { url: 'https://github.example/r', at: '2026-11-20T06:00:00Z' }),
    completed('merge-back'),
  ],
};
