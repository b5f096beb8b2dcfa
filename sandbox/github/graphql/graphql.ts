import type { IncomingMessage } from 'node:http';
import { execute, GraphQLError, type GraphQLFieldResolver, parse, validate } from 'graphql';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { Credential } from '../access/credential.ts';
import { mayCall } from '../access/permissions.ts';
import { ApiError } from '../api-error.ts';
import { type Answer, errorAnswer } from '../http/answer.ts';
import { type Json, parseJson } from '../http/json.ts';
import type { RateLimits } from '../http/rate-limit.ts';
import { readBody } from '../http/request.ts';
import { repositoryOf, type World } from '../state/world.ts';
import { accountNode } from './account-node.ts';
import { repositoryNode } from './repository-node.ts';
import { revertPullRequest } from './revert-mutation.ts';
import { githubSchema } from './schema.ts';

const question = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

interface GraphqlParts {
  readonly world: World;
  readonly access: Access;
  readonly limits: RateLimits;
}

/** Takes what a node has, and says so where the schema knows a field that the sandbox does not serve. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const field: unknown =
    typeof source === 'object' && source !== null ? Reflect.get(source, info.fieldName) : undefined;
  if (field === undefined)
    throw new GraphQLError(`the local GitHub does not serve ${info.parentType.name}.${info.fieldName}`);
  return typeof field === 'function' ? field.call(source, args, context, info) : field;
};

function rootOf({ world, access, limits }: GraphqlParts, credential: Credential) {
  return {
    viewer: () => accountNode(world, access.actorOf(credential).account),
    rateLimit: () => {
      const { limit, remaining, reset, used } = limits.status(credential.key, 'graphql');
      return { cost: 1, limit, remaining, used, nodeCount: 0, resetAt: new Date(reset * 1000).toISOString() };
    },
    revertPullRequest: ({ input }: { input: Parameters<typeof revertPullRequest>[3] }) =>
      revertPullRequest(world, credential, access.actorOf(credential), input),
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = repositoryOf(world, `${owner}/${name}`);
      const covered = credential.kind !== 'installation' || credential.owner === owner.toLowerCase();
      if (repository !== undefined && covered) {
        const mayReadIssues =
          credential.kind !== 'installation' || mayCall(credential.permissions, 'issues/get', 'GET');
        return repositoryNode(world, repository, mayReadIssues);
      }
      const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
      throw new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
    },
  };
}

/** An error as GitHub writes it: its type beside the message, unknown fields in its own words. */
function presentError(error: GraphQLError): Json {
  const message = error.message.replace(
    /^Cannot query field "(\w+)" on type "(\w+)"\..*$/s,
    "Field '$1' doesn't exist on type '$2'",
  );
  const { type } = error.extensions;
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(message === error.message ? {} : { extensions: { code: 'undefinedField' } }),
    ...(error.path === undefined ? {} : { path: [...error.path] }),
    locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
    message,
  };
}

/** Answers GraphQL against GitHub's published schema. */
export function createGraphql(parts: GraphqlParts) {
  const { access, limits } = parts;

  const answer = async (credential: Credential, asked: z.infer<typeof question>): Promise<Json> => {
    const schema = await githubSchema();
    try {
      const document = parse(asked.query);
      const mistakes = validate(schema, document);
      if (mistakes.length > 0) return { errors: mistakes.map(presentError) };
      const result = await execute({
        schema,
        document,
        rootValue: rootOf(parts, credential),
        variableValues: asked.variables ?? {},
        operationName: asked.operationName ?? null,
        fieldResolver: resolveField,
      });
      const errors = result.errors?.map(presentError);
      const data = parseJson(JSON.stringify(result.data ?? null));
      return errors === undefined ? { data } : { data, errors };
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [presentError(error)] };
      throw error;
    }
  };

  const serve = async (request: IncomingMessage): Promise<Answer & { by: string | null; asked: unknown }> => {
    const credential = access.authenticate(request.headers.authorization);
    if (credential.kind === 'app') throw new ApiError(401, 'A JSON web token could not be decoded');
    limits.take(credential.key, 'graphql');
    const asked = question.safeParse(parseJson((await readBody(request)).toString('utf8')));
    if (!asked.success) throw new ApiError(400, 'A query attribute must be specified and must be a string.');
    const body = await answer(credential, asked.data);
    return {
      status: 200,
      body,
      headers: limits.headers(credential.key, 'graphql'),
      by: credential.key,
      asked: asked.data,
    };
  };

  return (request: IncomingMessage): Promise<Answer & { by: string | null; asked: unknown }> =>
    serve(request).catch((error: unknown) => ({ ...errorAnswer(error), by: null, asked: undefined }));
}
