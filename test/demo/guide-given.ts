import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { guideOf } from '../../demo/guide.ts';
import type { ReleaseEvent, ReleaseStarted } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { completed, releaseAfter, sha, started } from '../release/given.ts';

/** What the tour knows of the scene. */
export const scenery = {
  manager: { id: 'U-maria', name: 'Maria Rossi' },
  component: 'billing',
  home: { id: 'C-backend', name: 'dev-backend-github' },
  nameOf: (person: string) => person.replace('U-', ''),
  formOpen: () => false,
};
/** What the tour says after these events. */
export const hints = (...events: readonly ReleaseEvent[]) => guideOf(scenery, [releaseAfter(...events)]).hints;

const shipped = (name: string) =>
  playbookSchema.parse(parse(readFileSync(new URL(`../../playbooks/${name}.yml`, import.meta.url), 'utf8')));

/** What has happened when the turn of a step and of those beside it has come: all before is done. */
export function before(step: string, begun: ReleaseStarted): readonly ReleaseEvent[] {
  const { plan } = releaseAfter(begun);
  const group = plan.find(({ id }) => id === step)?.group ?? 0;
  const facts = { head: sha('a'), sha: sha('a'), number: '12', authors: 'ana-d', url: 'https://g.example/c' };
  return [begun, ...plan.filter((one) => one.group < group).map(({ id }) => completed(id, facts))];
}

/** `gated`, with a window, about to begin. */
export const storefront = started({
  playbook: shipped('gated'),
  component: {
    ...started().component,
    name: 'storefront',
    channel: 'C-storefront',
    github: { 'U-sara': 'sara-s', 'U-tom': 'tom-h', 'U-omar': 'omar-o', 'U-kenji': 'kenji-q' },
  },
  version: '2.4.0',
  previousTag: 'v2.3.0',
  answers: { security: true, metrics: true, windowed: true, backup: false, rollback: 'Back', watch: 'Errors' },
  roles: {
    'release-manager': ['U-maria'],
    'qa-lead': ['U-sara'],
    'security-liaison': ['U-tom'],
    sre: ['U-omar', 'U-kenji'],
    'data-lead': ['U-lena'],
    'on-call': ['U-kenji'],
  },
});

/** `release-please`, about to begin. */
export const platform = started({
  playbook: shipped('release-please'),
  component: { ...started().component, name: 'platform', channel: 'C-platform' },
  answers: { highlights: 'a', infrastructure: 'b', 'known-issues': 'c', rollout: 'd' },
  roles: {
    steward: ['U-maria'],
    'component-owners': ['U-lena', 'U-tom'],
    operations: ['U-omar', 'U-kenji'],
    communications: ['U-sara'],
  },
});
export const read = (step: string, outcome: 'wait' | 'fail', sentence: string): ReleaseEvent => ({
  type: 'StepRead',
  step,
  outcome,
  sentence,
});
