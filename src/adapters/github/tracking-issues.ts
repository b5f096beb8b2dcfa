import { z } from 'zod';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** One state of an issue's body: who brought it about, when, and what it then was. */
export interface BodyEdit {
  readonly id: string;
  /** Undefined for an account that is gone. Of a bot without `[bot]`. */
  readonly login: string | undefined;
  readonly at: Date;
  /** Undefined where somebody deleted it from the history. */
  readonly text: string | undefined;
}

/** An issue as Slipway keeps it, with the newest edits of its body, oldest first. */
export interface TrackedIssue {
  readonly body: string;
  readonly open: boolean;
  readonly edits: readonly BodyEdit[];
}

const mostEdits = 100;

const edit = z.object({
  id: z.string(),
  editedAt: z.coerce.date(),
  diff: z.string().nullable(),
  editor: z.object({ login: z.string() }).nullable(),
});
const answer = z.object({
  repository: z.object({
    issue: z.object({
      body: z.string(),
      state: z.enum(['OPEN', 'CLOSED']),
      userContentEdits: z.object({ nodes: z.array(edit.nullable()).nullable() }).nullable(),
    }),
  }),
});
const query = `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    issue(number: $number) {
      body
      state
      userContentEdits(first: ${mostEdits}) { nodes { id editedAt diff editor { login } } }
    }
  }
}`;

/** Issues that Slipway keeps up to date. */
export function trackingIssuesOn(github: GitHub) {
  return {
    /** An issue with the history of its body; undefined where it was deleted or moved away. */
    async trackedIssue(repository: string, number: number): Promise<TrackedIssue | undefined> {
      const octokit = await github.octokitFor(repository);
      const found = await expecting([404], octokit.graphql(query, { ...named(repository), number }));
      if (found instanceof GitHubAnswer) return undefined;
      const { body, state, userContentEdits } = answer.parse(found).repository.issue;
      const edits = (userContentEdits?.nodes ?? []).flatMap((one) =>
        one === null ? [] : [{ id: one.id, login: one.editor?.login, at: one.editedAt, text: one.diff ?? undefined }],
      );
      return { body, open: state === 'OPEN', edits: inOrder(edits) };
    },

    /** Writes the body of an issue, and closes it where that is wanted. */
    async writeIssue(
      repository: string,
      number: number,
      wanted: { readonly body: string; readonly close?: 'completed' | 'not_planned' | undefined },
    ): Promise<void> {
      const octokit = await github.octokitFor(repository);
      const { body, close } = wanted;
      await octokit.rest.issues.update({
        ...named(repository),
        issue_number: number,
        body,
        ...(close === undefined ? {} : { state: 'closed' as const, state_reason: close }),
      });
    },
  };
}

/** GitHub gives the newest first; those of one second stay in that order. */
function inOrder(newestFirst: readonly BodyEdit[]): readonly BodyEdit[] {
  return [...newestFirst].reverse().sort((one, other) => one.at.getTime() - other.at.getTime());
}
