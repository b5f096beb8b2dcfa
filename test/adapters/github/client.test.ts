import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createGitHub, type GitHub } from '../../../src/adapters/github/client.ts';
import type { Pauses } from '../../../src/adapters/github/rate-budget.ts';
import { expecting, GitHubAnswer } from '../../../src/adapters/github/refused.ts';
import { Outage, RefusedOutside } from '../../../src/release/outside-errors.ts';
import { json, type Reply, scriptedGitHub, sharedPauses } from './scripted-github.ts';

const token = 'ghp_planted0123456789';
const at = { owner: 'acme', repo: 'billing' };

function githubAt(baseUrl: string, pauses: Pauses = sharedPauses(), now?: () => Date): GitHub {
  return createGitHub({ credentials: { token }, baseUrl, pauses, ...(now === undefined ? {} : { now }) });
}

const thrownBy = (request: Promise<unknown>): Promise<unknown> =>
  request.then(
    () => undefined,
    (error: unknown) => error,
  );

async function getRepository(github: GitHub): Promise<unknown> {
  return (await github.octokitFor('acme/billing')).rest.repos.get(at);
}

describe('a request', () => {
  test('pins the API version and carries the token', async () => {
    await using server = await scriptedGitHub(json(200, { full_name: 'acme/billing' }));
    await getRepository(githubAt(server.url));
    expect(server.seen[0]?.headers).toMatchObject({
      'x-github-api-version': '2022-11-28',
      authorization: `token ${token}`,
    });
  });

  test('is asked again with the ETag of its last answer, and a 304 gives that answer unspoilt', async () => {
    await using server = await scriptedGitHub(
      json(200, [{ name: 'main' }], { etag: '"one"' }),
      json(304, undefined, { etag: '"one"' }),
    );
    const octokit = await githubAt(server.url).octokitFor('acme/billing');
    const first = await octokit.rest.repos.listBranches(at);
    first.data.splice(0); // what a caller does to its answer stays with it
    const second = await octokit.rest.repos.listBranches(at);
    expect(server.seen[1]?.headers['if-none-match']).toBe('"one"');
    expect(second.data).toEqual([{ name: 'main' }]);
  });

  test('that writes is sent once, whatever comes back', async () => {
    await using server = await scriptedGitHub(json(502, { message: 'Bad gateway' }));
    const octokit = await githubAt(server.url).octokitFor('acme/billing');
    const error = await thrownBy(octokit.rest.git.createRef({ ...at, ref: 'refs/tags/v1', sha: 'a'.repeat(40) }));
    expect(error).toBeInstanceOf(Outage);
    expect(server.seen).toHaveLength(1);
  });
});

describe('an outage', () => {
  test('is a 5xx', async () => {
    await using server = await scriptedGitHub(json(503, { message: 'Unicorn' }));
    expect(await thrownBy(getRepository(githubAt(server.url)))).toMatchObject({
      name: 'Outage',
      message: 'GitHub answered 503 to GET /repos/acme/billing',
    });
  });

  test('is a connection that breaks', async () => {
    await using server = await scriptedGitHub((response) => response.destroy());
    expect(await thrownBy(getRepository(githubAt(server.url)))).toBeInstanceOf(Outage);
  });

  test('is an answer that breaks off after its headers', async () => {
    await using server = await scriptedGitHub((response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"number": 1', () => response.destroy());
    });
    expect(await thrownBy(getRepository(githubAt(server.url)))).toMatchObject({
      name: 'Outage',
      message: "GitHub's answer to GET /repos/acme/billing broke off",
    });
  });

  test('is an answer that takes longer than the path may wait', async () => {
    await using server = await scriptedGitHub(() => undefined);
    const error = await thrownBy(getRepository(githubAt(server.url).within(50)));
    expect(error).toMatchObject({
      name: 'Outage',
      message: 'GitHub did not answer GET /repos/acme/billing: it took too long',
    });
  });

  test('is a query that GitHub gave up', async () => {
    const message = 'Something went wrong while executing your query.';
    await using server = await scriptedGitHub(json(200, { errors: [{ message }] }));
    const octokit = await githubAt(server.url).octokitFor('acme/billing');
    expect(await thrownBy(octokit.graphql('{ viewer { login } }'))).toBeInstanceOf(Outage);
  });
});

describe('a rate limit', () => {
  const noon = new Date('2026-03-02T12:00:00Z');
  const secondary = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' };

  test('of 403 with Retry-After holds every request of every process back until then', async () => {
    await using server = await scriptedGitHub(
      json(403, secondary, { 'retry-after': '90' }),
      json(200, { full_name: 'acme/billing' }),
    );
    const pauses = sharedPauses();
    let now = noon;
    const one = githubAt(server.url, pauses, () => now);
    const other = githubAt(server.url, pauses, () => now);
    const retryAt = new Date(noon.getTime() + 90_000);
    expect(await thrownBy(getRepository(one))).toMatchObject({ name: 'Outage', retryAt });
    now = new Date(retryAt.getTime() - 1);
    expect(await thrownBy(getRepository(one))).toMatchObject({ name: 'Outage', retryAt });
    expect(await thrownBy(getRepository(other))).toMatchObject({ name: 'Outage', retryAt });
    expect(server.seen).toHaveLength(1);
    now = retryAt;
    await getRepository(other);
    expect(server.seen).toHaveLength(2);
  });

  test('that names no time is waited for a minute', async () => {
    await using server = await scriptedGitHub(json(403, secondary));
    const error = await thrownBy(getRepository(githubAt(server.url, sharedPauses(), () => noon)));
    expect(error).toMatchObject({ name: 'Outage', retryAt: new Date(noon.getTime() + 60_000) });
  });

  test('of the hour holds back after the last request that it allowed, in the time of GitHub', async () => {
    const theirs = new Date(noon.getTime() - 600_000); // their clock is ten minutes behind ours
    await using server = await scriptedGitHub(
      json(
        200,
        {},
        {
          date: theirs.toUTCString(),
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(theirs.getTime() / 1000 + 300),
        },
      ),
    );
    const github = githubAt(server.url, sharedPauses(), () => noon);
    await getRepository(github);
    expect(await thrownBy(getRepository(github))).toMatchObject({ retryAt: new Date(noon.getTime() + 301_000) });
    expect(server.seen).toHaveLength(1);
  });

  test('of GraphQL does not hold REST back', async () => {
    await using server = await scriptedGitHub(
      json(
        200,
        { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
        {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(noon.getTime() / 1000 + 300),
        },
      ),
      json(200, {}),
    );
    const github = githubAt(server.url, sharedPauses(), () => noon);
    const octokit = await github.octokitFor('acme/billing');
    expect(await thrownBy(octokit.graphql('{ viewer { login } }'))).toBeInstanceOf(Outage);
    await getRepository(github);
    expect(await thrownBy(octokit.graphql('{ viewer { login } }'))).toBeInstanceOf(Outage);
    expect(server.seen).toHaveLength(2);
  });
});

describe('a refusal', () => {
  const cases = [
    [401, { message: 'Bad credentials' }, {}, 'GITHUB_TOKEN'],
    [
      403,
      { message: 'Resource not accessible by integration' },
      { 'x-accepted-github-permissions': 'contents=write; contents=write,workflows=write' },
      'the permission contents: write or contents: write,workflows: write on acme/billing',
    ],
    [403, { message: 'Resource not accessible by integration' }, {}, 'the permission contents: write on acme/billing'],
    [403, { message: 'Repository was archived so is read-only.' }, {}, 'Unarchive acme/billing'],
    [404, { message: 'Not Found' }, {}, 'access to acme/billing'],
    [422, { message: 'Validation Failed', errors: [{ field: 'ref', code: 'invalid' }] }, {}, 'Put right'],
  ] as const;

  test.each(cases)('%i %o has a remedy', async (status, body, headers, remedy) => {
    await using server = await scriptedGitHub(json(status, body, headers));
    const octokit = await githubAt(server.url).octokitFor('acme/billing');
    const error = await thrownBy(octokit.rest.git.createRef({ ...at, ref: 'refs/tags/v1', sha: 'a'.repeat(40) }));
    expect(error).toBeInstanceOf(RefusedOutside);
    expect(error).toMatchObject({ code: String(status), remedy: expect.stringContaining(remedy) });
    expect(error).toMatchObject({ message: expect.stringContaining(body.message) });
  });

  test('that the caller expects is an answer; another is not', async () => {
    await using server = await scriptedGitHub(
      json(422, { message: 'Validation Failed', errors: [{ resource: 'Reference', code: 'already_exists' }] }),
      json(404, { message: 'Not Found' }),
    );
    const octokit = await githubAt(server.url).octokitFor('acme/billing');
    const ask = () => expecting([422], octokit.rest.git.createRef({ ...at, ref: 'refs/tags/v1', sha: 'a'.repeat(40) }));
    const answer = await ask();
    expect(answer).toBeInstanceOf(GitHubAnswer);
    expect(answer).toMatchObject({ status: 422, codes: ['already_exists'] });
    expect(await thrownBy(ask())).toMatchObject({ code: '404' });
  });

  test('of a query is one, though its status is 200', async () => {
    await using server = await scriptedGitHub(
      json(200, { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a Repository.' }] }),
    );
    const octokit = await githubAt(server.url).octokitFor('acme/billing');
    expect(await thrownBy(octokit.graphql('{ viewer { login } }'))).toMatchObject({
      name: 'RefusedOutside',
      code: '404',
    });
  });

  test('shows the token nowhere', async () => {
    await using server = await scriptedGitHub(json(422, { message: 'Validation Failed' }));
    expect(inspect(await thrownBy(getRepository(githubAt(server.url))), { depth: 20 })).not.toContain(token);
  });
});

describe('as an App', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const credentials = { appId: '7', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  const expires = '2099-01-01T00:00:00Z';
  const installation = 4711;

  const app: Reply = (response, seen) => {
    const { path, headers } = seen;
    const answer = () => {
      if (path.endsWith('/stranger/installation')) return json(404, { message: 'Not Found' });
      if (path.endsWith('/installation')) return json(200, { id: installation });
      if (path === `/app/installations/${installation}/access_tokens`)
        return json(201, { token: `ghs_${installation}`, expires_at: expires, permissions: { contents: 'write' } });
      if (path === '/app') return json(200, { slug: 'slipway' });
      const known = headers.authorization === `token ghs_${installation}`;
      return known ? json(200, {}) : json(401, { message: 'Bad credentials' });
    };
    answer()(response, seen);
  };

  test('looks an installation up once, and speaks with its token', async () => {
    await using server = await scriptedGitHub(app);
    const github = createGitHub({ credentials, baseUrl: server.url, pauses: sharedPauses() });
    await Promise.all([getRepository(github), getRepository(github)]);
    await getRepository(github.within(2000));
    expect(server.seen.filter((s) => s.path.endsWith('/installation'))).toHaveLength(1);
    expect(server.seen.filter((s) => s.path.endsWith('/access_tokens'))).toHaveLength(1);
    expect(server.seen.find((s) => s.path.endsWith('/access_tokens'))?.headers.authorization).toMatch(/^bearer ey/);
    expect(await github.login()).toBe('slipway[bot]');
  });

  test('takes a refused new token for an outage: GitHub has not spread it yet', async () => {
    let uses = 0;
    await using server = await scriptedGitHub((response, seen) => {
      const used = seen.path === '/repos/acme/billing';
      if (used) uses += 1;
      (used && uses === 1 ? json(401, { message: 'Bad credentials' }) : app)(response, seen);
    });
    const github = createGitHub({ credentials, baseUrl: server.url, pauses: sharedPauses() });
    expect(await thrownBy(getRepository(github))).toMatchObject({ name: 'Outage' });
    await getRepository(github);
  });

  test('says where it is not installed', async () => {
    await using server = await scriptedGitHub(app);
    const github = createGitHub({ credentials, baseUrl: server.url, pauses: sharedPauses() });
    expect(await thrownBy(github.octokitFor('acme/stranger'))).toMatchObject({
      name: 'RefusedOutside',
      message: "Slipway's GitHub App is not installed on acme/stranger",
    });
  });
});
