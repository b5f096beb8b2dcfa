import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubClient, githubClient } from '../../../sandbox/github/client.ts';
import { acmeRepositories, people, teams } from '../../../sandbox/github/seed.ts';
import { type LocalGitHub, startGitHub } from '../../../sandbox/github/start-github.ts';
import { changesOn } from '../../../src/adapters/github/changes.ts';
import { createGitHub, type GitHub } from '../../../src/adapters/github/client.ts';
import { pullRequestsOn } from '../../../src/adapters/github/pull-requests.ts';
import { sharedPauses } from './scripted-github.ts';

const at = { owner: 'acme', repo: 'billing' };
let server: LocalGitHub;
let control: GitHubClient;
let github: GitHub;

beforeAll(async () => {
  server = await startGitHub({ repositories: acmeRepositories(), people, teams });
  control = githubClient(server.controlUrl);
  const credentials = { appId: String(server.appId), privateKey: server.privateKey };
  github = createGitHub({ credentials, baseUrl: server.url, pauses: sharedPauses() });
}, 60_000);
afterAll(() => server.stop());

test('a poll of what has not changed is a 304', async () => {
  const client = pullRequestsOn(github);
  const first = await client.pullRequest('acme/billing', 1);
  await control.forgetCalls();
  expect(await client.pullRequest('acme/billing', 1)).toEqual(first);
  expect(await control.calls()).toMatchObject([{ status: 304 }]);
});

test('a query goes through the same door', async () => {
  const octokit = await github.octokitFor('acme/billing');
  const query = 'query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { name } }';
  expect(await octokit.graphql(query, at)).toEqual({ repository: { name: 'billing' } });
  const missing = octokit.graphql(query, { ...at, repo: 'nothing' });
  await expect(missing).rejects.toMatchObject({ name: 'RefusedOutside' });
});

test('what a release carries names its pull requests and all who wrote it', async () => {
  const changes = await changesOn(github).changesBetween('acme/billing', 'main', 'dev', 'dev');
  expect(changes).toMatchObject({ total: 10, authors: ['ben-w', 'ana-d', 'kenji-q'], strangers: [] });
  expect(changes?.pullRequests.map(({ number, author }) => [number, author])).toEqual([
    [1, 'ben-w'],
    [2, 'ana-d'],
  ]);
  expect(await changesOn(github).changesBetween('acme/billing', 'main', 'nowhere', 'dev')).toBeUndefined();
});
