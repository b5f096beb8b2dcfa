import { Octokit } from '@octokit/rest';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { type GitHubClient, githubClient, type RepositoryClient } from '../../../sandbox/github/client.ts';
import type { GitHubOptions } from '../../../sandbox/github/options.ts';
import type { SeedCommit } from '../../../sandbox/github/seed/repository-seed.ts';
import { people } from '../../../sandbox/github/seed.ts';
import { type LocalGitHub, startGitHub } from '../../../sandbox/github/start-github.ts';

export const target = { owner: 'acme', repo: 'shop' } as const;

const workflow = (on: string, jobs = 'jobs:\n  test:\n    name: ci\n    runs-on: ubuntu-latest\n') =>
  `name: CI\non:\n${on}${jobs}`;

export const ciFile = workflow('  pull_request:\n');

/** main and dev, dev one commit ahead, and CI on pull requests. */
const commits: readonly SeedCommit[] = [
  {
    key: 'first',
    branch: 'main',
    by: 'lena-b',
    at: '2026-09-01T08:00:00Z',
    message: 'chore: start',
    files: { 'README.md': '# Shop\n', 'a.txt': 'one\n', '.github/workflows/ci.yml': ciFile },
    tags: { 'v1.0.0': 'shop 1.0.0' },
  },
  {
    key: 'feature',
    branch: 'dev',
    from: 'first',
    by: 'ana-d',
    at: '2026-09-02T08:00:00Z',
    message: 'feat: a cart',
    files: { 'cart.txt': 'cart\n' },
  },
];

export interface Fresh {
  readonly github: LocalGitHub;
  readonly octokit: Octokit;
  readonly client: GitHubClient;
  readonly repo: RepositoryClient;
}

/** An Octokit as an app would make it, without its habit of logging refusals. */
export const quietOctokit = (options: ConstructorParameters<typeof Octokit>[0]): Octokit =>
  new Octokit({ ...options, log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } });

/** A local GitHub with a small repository; gone when the `describe` is done that calls it (not from a hook). */
export async function freshGitHub(options: Partial<GitHubOptions> = {}): Promise<Fresh> {
  const repositories = options.repositories ?? [{ owner: target.owner, name: target.repo, seed: { commits } }];
  const github = await startGitHub({ ...options, people: options.people ?? people, repositories });
  afterAll(() => github.stop());
  const client = githubClient(github.controlUrl);
  return {
    github,
    client,
    octokit: quietOctokit({ auth: github.token, baseUrl: github.url }),
    repo: client.repository(`${target.owner}/${target.repo}`),
  };
}

const refused = z.looseObject({
  status: z.number(),
  response: z.looseObject({
    data: z.looseObject({
      message: z.string(),
      errors: z
        .array(z.union([z.string(), z.object({ message: z.string(), field: z.string(), code: z.string() }).partial()]))
        .default([]),
    }),
  }),
});

/** What a refused request said: its status, message and the reasons of a 422. */
export async function refusalOf(
  request: Promise<unknown>,
): Promise<{ status: number; message: string; reasons: string[] }> {
  const error: unknown = await request.then(
    () => new Error('the request was not refused'),
    (reason: unknown) => reason,
  );
  const { status, response } = refused.parse(Object(error));
  const { message, errors } = response.data;
  const reasons = errors.map((one) => (typeof one === 'string' ? one : (one.message ?? `${one.field} ${one.code}`)));
  return { status, message, reasons };
}
