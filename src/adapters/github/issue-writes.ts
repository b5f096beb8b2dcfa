import { type GitHub, named } from './client.ts';
import { answered } from './refused.ts';

/** An issue as it stands. */
export interface IssueNow {
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
}

/** An issue with its text. */
export interface MadeIssue {
  readonly number: number;
  readonly url: string;
  readonly body: string;
}

interface WantedIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

interface Created {
  readonly data: { readonly number: number; readonly html_url: string; readonly body?: string | null };
}

function madeIssue({ data }: Created): MadeIssue {
  return { number: data.number, url: data.html_url, body: data.body ?? '' };
}

function created({ title, body, labels }: WantedIssue) {
  return { title, body, ...(labels.length === 0 ? {} : { labels: [...labels] }) };
}

const mostPages = 10; // of 100

function labelNames(labels: readonly (string | { readonly name?: string })[]): readonly string[] {
  return labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? [])));
}

/** What Slipway does to single issues. */
export function issueWritesOn(github: GitHub) {
  return {
    async issue(repository: string, number: number): Promise<IssueNow> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.issues.get({ ...named(repository), issue_number: number });
      return { state: data.state === 'closed' ? 'closed' : 'open', labels: labelNames(data.labels) };
    },

    /** The texts of the first 1,000 comments that were written or changed since then. */
    async issueComments(repository: string, number: number, since: Date): Promise<readonly string[]> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), issue_number: number, since: since.toISOString(), per_page: 100 };
      const found: string[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const { data } = await octokit.rest.issues.listComments({ ...asked, page });
        found.push(...data.map(({ body }) => body ?? ''));
        if (data.length < 100) break;
      }
      return found;
    },

    /** Writes a comment. GitHub takes the same one twice: the caller looks first, and asks once. */
    async commentIssue(repository: string, number: number, body: string): Promise<void> {
      const octokit = await github.octokitFor(repository);
      await octokit.rest.issues.createComment({ ...named(repository), issue_number: number, body });
    },

    /** Adds a label; GitHub makes one that is not there yet. */
    async labelIssue(repository: string, number: number, label: string): Promise<void> {
      const octokit = await github.octokitFor(repository);
      await octokit.rest.issues.addLabels({ ...named(repository), issue_number: number, labels: [label] });
    },

    async closeIssue(repository: string, number: number, because: 'completed' | 'not_planned'): Promise<void> {
      const octokit = await github.octokitFor(repository);
      await octokit.rest.issues.update({
        ...named(repository),
        issue_number: number,
        state: 'closed',
        state_reason: because,
      });
    },

    /** The first issue, open or closed, changed since then, whose body is one of ours; the newest 1,000 are looked at. */
    async issueWith(
      repository: string,
      since: Date,
      isOurs: (body: string) => boolean,
    ): Promise<MadeIssue | undefined> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), state: 'all', since: since.toISOString(), per_page: 100 } as const;
      for (let page = 1; page <= mostPages; page += 1) {
        const { data } = await octokit.rest.issues.listForRepo({ ...asked, page });
        const ours = data.find(({ body, pull_request: pull }) => pull === undefined && isOurs(body ?? ''));
        if (ours !== undefined) return madeIssue({ data: ours });
        if (data.length < 100) return undefined;
      }
      return undefined;
    },

    /** Opens an issue; GitHub opens a second one when it is asked twice. */
    async openIssue(repository: string, wanted: WantedIssue): Promise<MadeIssue> {
      const octokit = await github.octokitFor(repository);
      return madeIssue(await octokit.rest.issues.create({ ...named(repository), ...created(wanted) }));
    },

    /** The same for people to whom it falls. `unassignable`: GitHub has opened none, because of one of them. */
    async openAssignedIssue(
      repository: string,
      wanted: WantedIssue & { readonly assignees: readonly string[] },
    ): Promise<MadeIssue | 'unassignable'> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), ...created(wanted), assignees: [...wanted.assignees] };
      return await answered<Created, MadeIssue | 'unassignable'>(
        octokit.rest.issues.create(asked),
        madeIssue,
        ({ status, message }) => (status === 422 && /assignee/.test(message) ? 'unassignable' : undefined),
      );
    },

    /** When an issue was last reopened; undefined where it never was. */
    async lastReopened(repository: string, number: number): Promise<Date | undefined> {
      const octokit = await github.octokitFor(repository);
      const { data: issue } = await octokit.rest.issues.get({ ...named(repository), issue_number: number });
      if (issue.state_reason !== 'reopened') return undefined;
      const asked = { ...named(repository), issue_number: number, per_page: 100 };
      let last: string | undefined;
      for (let page = 1; page <= mostPages; page += 1) {
        const { data } = await octokit.rest.issues.listEvents({ ...asked, page });
        last = data.findLast(({ event }) => event === 'reopened')?.created_at ?? last;
        if (data.length < 100) break;
      }
      return last === undefined ? undefined : new Date(last);
    },
  };
}
