import { describe, expect, it } from 'vitest';
import { freshGitHub, quietOctokit, refusalOf, target } from './fresh-github.ts';

describe('the description of the API', async () => {
  const { octokit, client, github } = await freshGitHub();
  const raw = (path: string, init: RequestInit = {}) =>
    fetch(`${github.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${github.token}`, 'user-agent': 'test', ...init.headers },
    });

  it.each([
    ['a path that is not there', 'GET /repos/acme/shop/nothing', {}, 404, 'Not Found'],
    [
      'a field that is not there',
      'POST /repos/acme/shop/issues',
      { title: 'x', titel: 'y' },
      422,
      'Invalid request.\n\n"titel" is not a permitted key.',
    ],
    [
      'a field that is missing',
      'POST /repos/acme/shop/pulls',
      { base: 'main' },
      422,
      'Invalid request.\n\n"head" wasn\'t supplied.',
    ],
    [
      'a wrong type',
      'POST /repos/acme/shop/git/tags',
      { tag: 1, message: 'm', object: 'o', type: 'commit' },
      422,
      "Invalid request.\n\nFor 'tag', the value must be string.",
    ],
    [
      'a wrong choice',
      'PUT /repos/acme/shop/pulls/1/merge',
      { merge_method: 'fast' },
      422,
      "Invalid request.\n\nFor 'merge_method', the value must be equal to one of the allowed values.",
    ],
    [
      'a query that is not there',
      'GET /repos/acme/shop/pulls?stat=open',
      {},
      422,
      'Invalid request.\n\n"stat" is not a permitted key.',
    ],
    [
      'a query of a wrong type',
      'GET /repos/acme/shop/pulls?per_page=many',
      {},
      422,
      "Invalid request.\n\nFor 'per_page', the value must be integer.",
    ],
  ])('refuses %s and remembers it', async (_, route, body, status, message) => {
    await client.forgetCalls();
    expect(await refusalOf(octokit.request(route, body))).toEqual({ status, message, reasons: [] });
    expect(await client.refusals()).toMatchObject([{ status, reason: message }]);
  });

  it('refuses what is not JSON', async () => {
    const answer = await raw('/repos/acme/shop/issues', { method: 'POST', body: '{' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { message: 'Problems parsing JSON' }]);
  });

  it('wants to know who asks, and with what', async () => {
    const strangers = quietOctokit({ baseUrl: github.url });
    expect(await refusalOf(strangers.repos.get(target))).toMatchObject({
      status: 401,
      message: 'Requires authentication',
    });
    const wrong = quietOctokit({ baseUrl: github.url, auth: 'ghp_wrong' });
    expect(await refusalOf(wrong.repos.get(target))).toMatchObject({ status: 401, message: 'Bad credentials' });
  });

  it('knows its versions', async () => {
    const old = { headers: { 'x-github-api-version': '2019-01-01' } };
    expect(await refusalOf(octokit.repos.get({ ...target, ...old }))).toMatchObject({ status: 400 });
  });

  it('takes back what a newer version no longer shows', async () => {
    await client.repository('acme/shop').opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'x' });
    const get = (version: string) =>
      octokit.pulls.get({ ...target, pull_number: 1, headers: { 'x-github-api-version': version } });
    expect((await get('2022-11-28')).data).toHaveProperty('merge_commit_sha');
    expect((await get('2026-03-10')).data).not.toHaveProperty('merge_commit_sha');
  });

  it('answers every request with an id and its budget', async () => {
    const { headers } = await octokit.repos.get(target);
    expect(headers['x-github-request-id']).toMatch(/^[0-9A-F-]{36}$/);
    expect(headers['x-ratelimit-limit']).toBe('5000');
  });

  it('refuses when the budget is empty', async () => {
    await client.rateLimit('core', 1);
    expect(await refusalOf(octokit.repos.get(target))).toMatchObject({
      status: 403,
      message: expect.stringContaining('API rate limit exceeded'),
    });
    await client.rateLimit('core', 5000);
  });
});
