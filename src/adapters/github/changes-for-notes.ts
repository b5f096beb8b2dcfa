import { z } from 'zod';
import { type Changes, type Commit, type MergedPullRequest, withPullRequestsOfHistory } from '../../release/changes.ts';
import { RefusedOutside } from '../../release/outside-errors.ts';
import { withoutReverted } from '../../release/reverted.ts';
import { withoutTokens } from '../../release/token-shapes.ts';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

const mostPages = 10; // of 100 commits; more is not a release that anybody reads
const mostSingly = 100; // pull requests read one by one where GraphQL refuses

const commit = z
  .object({
    sha: z.string().regex(/^[0-9a-f]{40}$/),
    html_url: z.string(),
    commit: z.object({ message: z.string() }),
    author: z.object({ login: z.string().optional() }).nullish(),
    parents: z.array(z.object({ sha: z.string() })),
  })
  .transform(
    (c): Commit => ({
      sha: c.sha,
      message: withoutTokens(c.commit.message),
      author: c.author?.login,
      url: c.html_url,
      parents: c.parents.map((p) => p.sha),
      pullRequests: [],
    }),
  );

const associated = z.record(
  z.string(),
  z
    .object({
      oid: z.string(),
      associatedPullRequests: z
        .object({ nodes: z.array(z.object({ number: z.int(), merged: z.boolean() })) })
        .nullable(),
    })
    .nullable(),
);
const pullRequest = z.object({
  number: z.int(),
  merged: z.literal(true),
  title: z.string().transform(withoutTokens),
  body: z.string().transform(withoutTokens),
  url: z.string(),
  author: z
    .object({ __typename: z.string(), login: z.string() })
    .transform(({ __typename: type, login }) => (type === 'Bot' ? `${login.replace(/\[bot\]$/, '')}[bot]` : login)) // as REST says it
    .nullable(),
  headRefName: z.string(),
  isCrossRepository: z.boolean(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullable(),
});
const pullRequests = z.record(z.string(), z.union([pullRequest, z.unknown().transform(() => undefined)]));

function batches<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

interface Associations {
  readonly known: ReadonlyMap<string, readonly number[]>;
  /** What GitHub said where it refused them. */
  readonly notAssociated?: string | undefined;
}

function reads(github: GitHub) {
  async function pageOfCommits(repository: string, base: string | undefined, head: string, page: number) {
    const octokit = await github.octokitFor(repository);
    const asked = { ...named(repository), per_page: 100, page };
    if (base === undefined) {
      const { data } = await octokit.rest.repos.listCommits({ ...asked, sha: head });
      return z.array(commit).parse(data).reverse();
    }
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...asked, basehead: `${base}...${head}` });
    return z.array(commit).parse(data.commits);
  }

  async function query(repository: string, fields: readonly string[]): Promise<unknown> {
    const octokit = await github.octokitFor(repository);
    const { owner, repo } = named(repository);
    const text = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${fields.join(' ')} } }`;
    return z.object({ repository: z.unknown() }).parse(await octokit.graphql(text, { owner, repo })).repository;
  }

  return {
    async commitsBetween(repository: string, base: string | undefined, head: string) {
      const commits: Commit[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const read = await pageOfCommits(repository, base, head, page);
        if (base === undefined) commits.unshift(...read);
        else commits.push(...read);
        if (read.length < 100) return { commits, truncated: false };
      }
      return { commits, truncated: true };
    },

    /** What GitHub associates with commits. Of those that came to the default branch by one merge it may name that merge alone. */
    async associations(
      repository: string,
      commits: readonly Commit[],
    ): Promise<ReadonlyMap<string, readonly number[]>> {
      const found = new Map<string, readonly number[]>();
      for (const batch of batches(commits, 100)) {
        const fields = batch.map(
          ({ sha }, n) =>
            `c${n}: object(oid: "${sha}") { ... on Commit { oid associatedPullRequests(first: 5) { nodes { number merged } } } }`,
        );
        for (const one of Object.values(associated.parse(await query(repository, fields)))) {
          const merged = one?.associatedPullRequests?.nodes.filter((p) => p.merged) ?? [];
          if (one !== null)
            found.set(
              one.oid,
              merged.map((p) => p.number),
            );
        }
      }
      return found;
    },

    async together(repository: string, numbers: readonly number[]): Promise<readonly MergedPullRequest[]> {
      const found: MergedPullRequest[] = [];
      for (const batch of batches(numbers, 50)) {
        const fields = batch.map(
          (number) =>
            `p${number}: pullRequest(number: ${number}) { number merged title body url headRefName isCrossRepository author { __typename login } labels(first: 100) { nodes { name } } }`,
        );
        for (const one of Object.values(pullRequests.parse(await query(repository, fields)))) {
          if (one === undefined) continue;
          const { number, title, body, url, author, labels, headRefName, isCrossRepository } = one;
          found.push({
            number,
            title,
            body,
            url,
            author: author ?? undefined,
            labels: labels?.nodes.map((l) => l.name) ?? [],
            headBranch: isCrossRepository ? undefined : headRefName,
          });
        }
      }
      return found;
    },

    async singly(repository: string, numbers: readonly number[]): Promise<readonly MergedPullRequest[]> {
      const octokit = await github.octokitFor(repository);
      const found: MergedPullRequest[] = [];
      for (const number of numbers.slice(0, mostSingly)) {
        const answer = await expecting([404], octokit.rest.pulls.get({ ...named(repository), pull_number: number }));
        if (answer instanceof GitHubAnswer || !answer.data.merged) continue;
        const { title, body, html_url: url, user, labels, head, base } = answer.data;
        const headBranch = head.repo?.id === base.repo.id ? head.ref : undefined;
        const merged = { number, title, body: body ?? '', url, author: user.login, headBranch };
        found.push({ ...merged, labels: labels.map((l) => l.name) });
      }
      return found;
    },
  };
}

/** GraphQL saves calls. Where it is refused, or one number of many is no pull request, another way says it more slowly. */
async function unlessRefused<T>(
  first: () => Promise<T>,
  otherwise: (refused: RefusedOutside) => Promise<T>,
): Promise<T> {
  try {
    return await first();
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    return await otherwise(error);
  }
}

/** The changes of a version in the detail that release notes need: whole messages, labels, bodies. */
export function changesForNotesOn(github: GitHub) {
  const { commitsBetween, associations, together, singly } = reads(github);
  return {
    /**
     * The commits that `head` has and `base` lacks, oldest first, with the merged pull requests that brought them; all of
     * `head` without a base. What was reverted again in between is left out with its revert. At most 1,000 commits, about 4 calls for each 100.
     */
    async changesForNotes(repository: string, base: string | undefined, head: string): Promise<Changes> {
      const { commits: bare, truncated } = await commitsBetween(repository, base, head);
      const { known, notAssociated } = await unlessRefused<Associations>(
        async () => ({ known: await associations(repository, bare) }),
        async ({ message }) => ({ known: new Map<string, readonly number[]>(), notAssociated: message }),
      );
      const commits = withPullRequestsOfHistory(bare.map((c) => ({ ...c, pullRequests: known.get(c.sha) ?? [] })));
      const numbers = [...new Set(commits.flatMap((c) => c.pullRequests))].sort((a, b) => a - b);
      const pulls = await unlessRefused(
        async () => ({ pullRequests: await together(repository, numbers), cut: false }),
        async () => ({ pullRequests: await singly(repository, numbers), cut: numbers.length > mostSingly }),
      );
      const left = withoutReverted({ commits, pullRequests: pulls.pullRequests });
      return { ...left, truncated: truncated || pulls.cut, notAssociated };
    },
  };
}
