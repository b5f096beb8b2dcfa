import type { FailedJob } from '../release/events.ts';
import { link } from './escape.ts';

const mostShown = 10; // of a matrix of jobs; the run's own page shows the others

/** Where the logs of failed jobs are, as a line to stand below what failed; empty where one link says all. Mrkdwn. */
export function jobLinks(jobs: readonly FailedJob[] | undefined): readonly string[] {
  if (jobs === undefined || jobs.length < 2) return [];
  const shown = jobs.slice(0, mostShown).map(({ name, url }) => link(url, name, 60));
  const more = jobs.length > shown.length ? ` and ${jobs.length - shown.length} more` : '';
  return [`*Failed jobs:* ${shown.join(', ')}${more}`];
}
