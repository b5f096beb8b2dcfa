import type { ActionStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { trackingSection } from '../../release/tracking-section.ts';
import { type AskOnceClient, askOnce } from '../ask-once.ts';
import { farSkewMs } from '../clock-skew.ts';
import { completed, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { isMarked, markOf } from './release-mark.ts';

interface Issue {
  readonly number: number;
  readonly url: string;
}

export interface TrackingIssueClient extends AskOnceClient {
  issueWith(repository: string, since: Date, isOurs: (body: string) => boolean): Promise<Issue | undefined>;
  openIssue(
    repository: string,
    wanted: { readonly title: string; readonly body: string; readonly labels: readonly string[] },
  ): Promise<Issue>;
}

type Work = StepWork<Extract<ActionStep, { action: 'tracking-issue' }>>;

function opened({ number, url }: Issue, facts: Readonly<Record<string, string>> = {}): StepOutcome {
  const sentence = `Issue #${number} shows the checklists of the release.`;
  return completed('made', sentence, url, { ...facts, number: String(number), url });
}

/** Opens the issue that tracks the release, once. What stands in it from then on is `keep-tracking.ts`. */
export async function trackingIssue(client: TrackingIssueClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step } = work;
  const id = `${release.id}.${encodeURIComponent(work.planned.id)}`; // several steps may open one each
  const isOurs = (body: string): boolean => isMarked(body, id);
  const found = await client.issueWith(repository, new Date(release.startedAt.getTime() - farSkewMs), isOurs);
  if (found !== undefined) return opened(found);
  const title =
    step.title === undefined ? `Release ${release.component.name} ${release.semver}` : work.fill(step.title);
  const body = `<!-- ${markOf(id)} -->\n\n${trackingSection(release)}`;
  const asking = { what: 'issue', asking: 'opening the tracking issue', result: 'it' } as const;
  const asked = await askOnce(client, work, asking, () =>
    client.openIssue(repository, { title: shortened(title, 256), body, labels: step.labels.map(work.fill) }),
  );
  return asked.kind === 'told' ? asked.outcome : opened(asked.value, asked.facts);
}
