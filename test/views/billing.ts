import type { ReleaseEvent, ReleaseStarted } from '../../src/release/events.ts';
import type { Release } from '../../src/release/release.ts';
import { completed, releaseAfter, sha, started, upTo } from '../release/given.ts';

export const githubUrl = 'https://github.com';
const component = {
  ...started().component,
  channel: 'C0BACKEND',
  announcements: { changelog: 'C0CHANGELOG' },
  github: { U0MARIA: 'maria-r', U0LENA: 'lena-b', U0TOM: 'tom-h' },
};

/** billing 1.5.0 as the sandbox's people run it: started by maria, signed by lena or tom, deployed by maria or omar. */
export function billingStarted(change: Partial<ReleaseStarted> = {}): ReleaseStarted {
  return started({
    by: 'U0MARIA',
    component,
    roles: { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0LENA', 'U0TOM'], operations: ['U0OMAR'] },
    ...change,
  });
}

const people: Readonly<Record<string, string>> = {
  'U-maria': 'U0MARIA',
  'U-lena': 'U0LENA',
  'U-tom': 'U0TOM',
  'U-omar': 'U0OMAR',
};

function ofSandbox(event: ReleaseEvent): ReleaseEvent {
  return 'by' in event && event.by !== undefined ? { ...event, by: people[event.by] ?? event.by } : event;
}

export const pullRequest = {
  number: '12',
  url: 'https://github.com/acme/billing/pull/12',
  title: 'Release 1.5.0',
  head: sha('a'),
  authors: 'ana-d ben-w',
  commits: '7',
  pullRequests: '2',
};

/** What happened up to a moment of given.ts's story, with the sandbox's people, without the start. */
export function storyTo(moment: keyof typeof upTo): readonly ReleaseEvent[] {
  return upTo[moment]()
    .slice(1)
    .map(ofSandbox)
    .map((event) => (event.type === 'StepCompleted' && event.step === 'pr' ? completed('pr', pullRequest) : event));
}

/** The release at that moment, and what happened since. */
export function billing(
  moment: keyof typeof upTo | 'begun' = 'begun',
  since: readonly ReleaseEvent[] = [],
  change: Partial<ReleaseStarted> = {},
): Release {
  return releaseAfter(billingStarted(change), ...(moment === 'begun' ? [] : storyTo(moment)), ...since);
}
