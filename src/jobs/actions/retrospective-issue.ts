import { lessonsFact } from '../../release/lessons.ts';
import type { ActionStep } from '../../release/playbook-steps.ts';
import { peopleInRole } from '../../release/role-people.ts';
import { shortened } from '../../release/shortened.ts';
import { type AskOnceClient, askOnce } from '../ask-once.ts';
import { farSkewMs } from '../clock-skew.ts';
import { completed, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { isMarked } from './release-mark.ts';
import { lessonsIn, retrospectiveBody } from './retrospective-body.ts';

interface MadeIssue {
  readonly number: number;
  readonly url: string;
  readonly body: string;
}

interface WantedIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export interface RetrospectiveIssueClient extends AskOnceClient {
  issueWith(repository: string, since: Date, isOurs: (body: string) => boolean): Promise<MadeIssue | undefined>;
  openIssue(repository: string, wanted: WantedIssue): Promise<MadeIssue>;
  /** `unassignable`: nothing was made, because one of these people cannot be assigned. */
  openAssignedIssue(
    repository: string,
    wanted: WantedIssue & { readonly assignees: readonly string[] },
  ): Promise<MadeIssue | 'unassignable'>;
}

type Work = StepWork<Extract<ActionStep, { action: 'retrospective-issue' }>>;

const longestTitle = 256; // GitHub's
const mostAssignees = 10; // GitHub's

function keyOf({ release, planned }: Work): string {
  return `${release.id}.${planned.id.replaceAll(/\s/g, '-')}`;
}

/** The role's people as GitHub knows them. */
function assigneesOf({ release, step }: Work): readonly string[] {
  const people = step.assign === undefined ? [] : peopleInRole(release, step.assign);
  return people.flatMap((person) => release.component.github[person] ?? []).slice(0, mostAssignees);
}

function told({ number, url, body }: MadeIssue, unassigned: readonly string[]): StepOutcome {
  const without =
    unassigned.length === 0 ? '' : ` GitHub does not let ${unassigned.join(', ')} be assigned, so it is nobody's yet.`;
  const facts = { number: String(number), url, [lessonsFact]: String(lessonsIn(body)) };
  return completed('made', `Issue #${number} is open for the retrospective.${without}`, url, facts);
}

/** Opens it for the role's people, or for nobody where GitHub does not let them be assigned. */
async function open(client: RetrospectiveIssueClient, work: Work) {
  const { release, repository, step, fill, now } = work;
  const title = shortened(fill(step.title ?? 'Retrospective of <component> <version>'), longestTitle);
  const wanted = { title, body: retrospectiveBody(release, keyOf(work), now), labels: step.labels.map(fill) };
  const assignees = assigneesOf(work);
  const assigned =
    assignees.length === 0 ? undefined : await client.openAssignedIssue(repository, { ...wanted, assignees });
  if (assigned !== undefined && assigned !== 'unassignable') return { made: assigned, unassigned: [] };
  return { made: await client.openIssue(repository, wanted), unassigned: assignees };
}

/** Opens the issue of the retrospective, once: one that carries our mark is an earlier try's. */
export async function retrospectiveIssue(client: RetrospectiveIssueClient, work: Work): Promise<StepOutcome> {
  const { release, repository } = work;
  const since = new Date(release.startedAt.getTime() - farSkewMs);
  const found = await client.issueWith(repository, since, (body) => isMarked(body, keyOf(work)));
  if (found !== undefined) return told(found, []);
  const asked = await askOnce(
    client,
    work,
    { what: 'issue', asking: 'the issue of the retrospective', result: 'it' },
    () => open(client, work),
  );
  if (asked.kind === 'told') return asked.outcome;
  const { made, unassigned } = asked.value;
  return told(made, unassigned);
}
