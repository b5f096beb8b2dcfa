import { describe, expect, it } from 'vitest';
import { acmeRepositories, people } from '../../../sandbox/github/seed.ts';
import { freshGitHub } from './fresh-github.ts';

interface CommitNode {
  readonly messageHeadline: string;
  readonly author: { readonly name: string; readonly user: { readonly login: string } | null };
  readonly associatedPullRequests: {
    readonly nodes: {
      readonly number: number;
      readonly baseRefName: string;
      readonly labels: { readonly nodes: { readonly name: string }[] };
    }[];
  };
}
interface Page {
  readonly totalCount: number;
  readonly nodes: CommitNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const between = `query ($owner: String!, $name: String!, $base: String!, $head: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $base) {
      compare(headRef: $head) {
        aheadBy
        commits(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes {
            oid
            messageHeadline
            author { name user { login } }
            associatedPullRequests(first: 5) {
              nodes { number title url baseRefName author { login } mergedAt labels(first: 10) { nodes { name } } }
            }
          }
        }
      }
    }
  }
}`;

describe('GraphQL', async () => {
  const { octokit, client } = await freshGitHub({ repositories: acmeRepositories(), people });
  const ask = (query: string, variables: object = {}) =>
    octokit.graphql<Record<string, never>>(query, { ...variables });
  const page = async (first: number, after: string | null = null): Promise<Page> => {
    const variables = { owner: 'acme', name: 'billing', base: 'refs/tags/v1.4.2', head: 'dev', first, after };
    const { repository } = await octokit.graphql<{ repository: { ref: { compare: { commits: Page } } } }>(
      between,
      variables,
    );
    return repository.ref.compare.commits;
  };

  it('reads the commits between two refs with their pull requests', async () => {
    const { totalCount, nodes } = await page(100);
    expect(totalCount).toBe(10);
    expect(nodes[0]).toMatchObject({
      messageHeadline: 'feat(tax): round per line, not per invoice',
      author: { name: 'Ben Walker', user: { login: 'ben-w' } },
      associatedPullRequests: {
        nodes: [
          { number: 1, baseRefName: 'dev', author: { login: 'ben-w' }, labels: { nodes: [{ name: 'feature' }] } },
        ],
      },
    });
    expect(nodes.at(-1)?.associatedPullRequests.nodes).toEqual([]);
  });

  it('lists the release pull request among them once it is open', async () => {
    const { number } = await client
      .repository('acme/billing')
      .opensPullRequest('maria-r', { head: 'dev', base: 'main', title: 'Release' });
    const { nodes } = await page(1);
    expect(nodes[0]?.associatedPullRequests.nodes.map((one) => one.number)).toEqual([1, number]);
  });

  it('pages by cursor', async () => {
    const one = await page(4);
    const two = await page(4, one.pageInfo.endCursor);
    const three = await page(4, two.pageInfo.endCursor);
    expect([one, two, three].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect(
      new Set([one, two, three].flatMap(({ nodes }) => nodes.map(({ messageHeadline }) => messageHeadline))).size,
    ).toBe(10);
  });

  it('reads history by expression, and a pull request', async () => {
    const query = `query ($expression: String!) {
      repository(owner: "acme", name: "billing") {
        object(expression: $expression) { ... on Commit { history(first: 3) { totalCount nodes { messageHeadline } } } }
        pullRequest(number: 2) { title state merged mergeCommit { oid } author { login } commits(first: 10) { totalCount } reviewDecision }
      }
      viewer { login }
    }`;
    expect(await ask(query, { expression: 'main' })).toMatchObject({
      repository: {
        object: {
          history: {
            totalCount: 25,
            nodes: [{ messageHeadline: 'fix(security): escape account names in PDFs' }, {}, {}],
          },
        },
        pullRequest: {
          title: 'Export invoices as CSV',
          state: 'MERGED',
          merged: true,
          commits: { totalCount: 4 },
          reviewDecision: 'APPROVED',
        },
      },
      viewer: { login: 'slipway-machine' },
    });
  });

  it.each([
    [
      'a field that GitHub has not',
      '{ repository(owner: "acme", name: "billing") { colour } }',
      "Field 'colour' doesn't exist on type 'Repository'",
    ],
    [
      'a field that the sandbox has not',
      '{ repository(owner: "acme", name: "billing") { stargazerCount } }',
      'the local GitHub does not serve Repository.stargazerCount',
    ],
    [
      'a repository that is not there',
      '{ repository(owner: "acme", name: "none") { name } }',
      "Could not resolve to a Repository with the name 'acme/none'.",
    ],
    [
      'more than a hundred',
      '{ repository(owner: "acme", name: "billing") { pullRequests(first: 101) { totalCount } } }',
      'Requesting 101 records on the `pullRequests` connection exceeds the `first` limit of 100 records.',
    ],
    [
      'no end',
      '{ repository(owner: "acme", name: "billing") { pullRequests { totalCount } } }',
      'You must provide a `first` or `last` value',
    ],
    ['a syntax that is none', '{ repository(', 'Syntax Error'],
  ])('refuses %s', async (_, query, message) => {
    await expect(ask(query)).rejects.toThrow(message);
  });
});
