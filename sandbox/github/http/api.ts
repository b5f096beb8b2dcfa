import type { IncomingMessage } from 'node:http';
import type { Access } from '../access/access.ts';
import type { Credential } from '../access/credential.ts';
import { acceptedPermissions, mayCall } from '../access/permissions.ts';
import { ApiError, notAccessible, notFound } from '../api-error.ts';
import type { Call, Reply } from '../rest/call.ts';
import type { Repository } from '../state/repository.ts';
import { repositoryOf, type World } from '../state/world.ts';
import { type Answer, etagOf, withLinks } from './answer.ts';
import { type ApiVersion, apiVersions } from './description.ts';
import { type Json, type JsonObject, parseJson } from './json.ts';
import { type Operation, operationsOf } from './operations.ts';
import type { RateLimits } from './rate-limit.ts';
import { readBody, readJsonBody, readParameters, SchemaRefusal } from './request.ts';
import type { Handler } from './routes.ts';

interface ApiParts {
  readonly world: World;
  readonly access: Access;
  readonly limits: RateLimits;
  readonly route: (operation: string) => Handler | undefined;
  /** An older GitHub Enterprise Server, which does not know every option of the newest description. */
  readonly enterprise: boolean;
}

/** Descriptions are the same for every server of a process. */
const byVersion = new Map<ApiVersion, Operation[]>();

function operations(version: ApiVersion): Operation[] {
  const known = byVersion.get(version) ?? operationsOf(version);
  byVersion.set(version, known);
  return known;
}

function versionOf(header: string | undefined): ApiVersion {
  const wanted = header ?? apiVersions[0];
  const known = apiVersions.find((version) => version === wanted);
  if (known !== undefined) return known;
  throw new ApiError(
    400,
    `The API version "${wanted}" is not supported. Supported versions are: ${apiVersions.join(', ')}`,
  );
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

export interface Asked {
  readonly operation: Operation | undefined;
  readonly credential: Credential | undefined;
  readonly body: unknown;
  readonly answer: Answer;
  readonly refusal: string | undefined;
}

/** A repository that the credential does not reach is not there. */
function reachable(world: World, credential: Credential, args: JsonObject): Repository | undefined {
  if (typeof args['owner'] !== 'string' || typeof args['repo'] !== 'string') return undefined;
  const repository = repositoryOf(world, `${args['owner']}/${args['repo']}`);
  if (repository === undefined) throw notFound();
  if (credential.kind === 'person') {
    // a private repository is there for classic tokens with the scope repo only
    const access = repository.access.get(credential.account.login.toLowerCase()) ?? 'none';
    if (access === 'none' || credential.scopes?.includes('repo') === false) throw notFound();
  }
  if (credential.kind !== 'installation') return repository;
  const own = repository.owner.login.toLowerCase() === credential.owner;
  if (!own || credential.repositories?.includes(repository.fullName.toLowerCase()) === false) throw notFound();
  return repository;
}

/** The name of today of a repository that a request calls by an old one. */
function movedTo(world: World, { owner, repo }: JsonObject): { from: string; to: string } | undefined {
  const to = world.renamed.get(`${String(owner)}/${String(repo)}`.toLowerCase());
  return to === undefined ? undefined : { from: `/repos/${String(owner)}/${String(repo)}`, to };
}

/** GitHub's redirect, which names the new address twice. */
const movedAnswer = (to: string): Answer => ({
  status: 301,
  body: { message: 'Moved Permanently', url: to, documentation_url: 'https://docs.github.com/rest' },
  headers: { Location: to },
});

function refuseOption(operation: Operation, args: JsonObject, enterprise: boolean): void {
  if (!enterprise || operation.id !== 'actions/create-workflow-dispatch' || args['return_run_details'] === undefined)
    return;
  throw new SchemaRefusal(422, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
}

/** Answers the REST API. Never throws for what a caller does wrong: the answer says it. */
export function createApi(parts: ApiParts) {
  const { world, access, limits, route } = parts;

  const run = async (request: IncomingMessage, url: URL, seen: Seen): Promise<Answer> => {
    if (header(request, 'user-agent') === undefined) {
      throw new ApiError(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      );
    }
    const version = versionOf(header(request, 'x-github-api-version'));
    const path = url.pathname.replace(/^\/uploads(?=\/repos\/)/, '');
    const method = request.method ?? 'GET';
    const match = operations(version).find((one) => one.method === method && one.pattern.test(path));
    if (match === undefined) throw new SchemaRefusal(404, 'Not Found');
    seen.operation = match;
    const credential = access.authenticate(header(request, 'authorization'));
    seen.credential = credential;
    limits.take(credential.key, 'core');
    const args = readParameters(match, (match.pattern.exec(path) ?? []).slice(1), url.searchParams);
    const moved = movedTo(world, args);
    if (moved !== undefined) return movedAnswer(`${url.href.replace(moved.from, `/repos/${moved.to}`)}`);
    const repository = reachable(world, credential, args);
    if (credential.kind === 'app' && !/^apps\/|^rate-limit\//.test(match.id))
      throw new ApiError(401, 'A JSON web token could not be decoded');
    if (credential.kind === 'installation' && !mayCall(credential.permissions, match.id, method))
      throw notAccessible(acceptedPermissions(match.id, method));
    if (repository?.archived === true && method !== 'GET')
      throw new ApiError(403, 'Repository was archived so is read-only.');
    const bytes = await readBody(request);
    const body = match.binary ? {} : readJsonBody(match, bytes);
    seen.body = match.binary ? `${bytes.length} bytes` : body;
    refuseOption(match, body, parts.enterprise);
    const handler = route(match.id);
    if (handler === undefined) throw new SchemaRefusal(501, `the local GitHub does not serve ${match.id}`);
    const call = callOf(parts, {
      credential,
      version,
      repository,
      headers: request.headers,
      args: { ...(match.binary ? { data: bytes } : body), ...args },
    });
    // writes of one repository come one after the other
    const act = async () => await handler(call);
    const reply = await (repository !== undefined && method !== 'GET' ? repository.exclusively(act) : act());
    return finish(match, reply, url, request, credential, limits);
  };

  return async (request: IncomingMessage, url: URL, onError: (error: unknown) => Answer): Promise<Asked> => {
    const seen: Seen = { operation: undefined, credential: undefined, body: undefined };
    try {
      const answer = await run(request, url, seen);
      return { ...seen, answer, refusal: undefined };
    } catch (error) {
      const mistake = error instanceof SchemaRefusal || !(error instanceof ApiError);
      const refusal = mistake && error instanceof Error ? error.message : undefined;
      return { ...seen, answer: onError(error), refusal };
    }
  };
}

interface Seen {
  operation: Operation | undefined;
  credential: Credential | undefined;
  body: unknown;
}

/** What a handler gets. The description has judged `args`, which is why a handler may take them as Octokit's types. */
function callOf(
  { world, access }: ApiParts,
  given: Pick<Call<unknown>, 'credential' | 'version' | 'headers' | 'args'> & { repository: Repository | undefined },
): Call<never> {
  const { repository, ...rest } = given;
  return {
    ...rest,
    world,
    actor: access.actorOf(given.credential),
    args: given.args as never,
    get repository(): Repository {
      if (repository === undefined) throw notFound();
      return repository;
    },
  };
}

function finish(
  operation: Operation,
  reply: Reply,
  url: URL,
  request: IncomingMessage,
  credential: Credential,
  limits: RateLimits,
): Answer {
  const headers = withLinks(reply.headers ?? {}, url);
  if (Buffer.isBuffer(reply.body)) return { status: reply.status, body: reply.body, headers };
  const body = judged(operation, reply);
  if (request.method !== 'GET' || body === undefined) return { status: reply.status, body, headers };
  const etag = etagOf(credential.key, JSON.stringify(body));
  if (header(request, 'if-none-match')?.split(', ').includes(etag) === true) {
    limits.giveBack(credential.key, 'core');
    return { status: 304, body: undefined, headers: { ...headers, ETag: etag } };
  }
  return {
    status: reply.status,
    body,
    headers: { ...headers, ETag: etag, 'Cache-Control': 'private, max-age=60, s-maxage=60' },
  };
}

/** Holds our own answer against the description: a violation is our mistake and must not pass unseen. */
function judged(operation: Operation, reply: Reply): Json | undefined {
  const check = operation.response(reply.status);
  if (check === undefined)
    throw new Error(`${operation.id} answers ${reply.status}, which the description does not know`);
  if (reply.body === undefined) return undefined;
  const body = check.prune(parseJson(JSON.stringify(reply.body)));
  if (check.validate !== undefined && !check.validate(body)) {
    const errors = (check.validate.errors ?? [])
      .slice(0, 8)
      .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
    throw new Error(`our answer to ${operation.id} violates the description:\n${errors.join('\n')}`);
  }
  return body;
}
