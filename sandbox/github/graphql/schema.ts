import { buildSchema, type GraphQLSchema } from 'graphql';

let built: Promise<GraphQLSchema> | undefined;

/** GitHub's published GraphQL schema; read and built at the first question, because it is large. */
export function githubSchema(): Promise<GraphQLSchema> {
  built ??= import('@octokit/graphql-schema').then(({ schema }) =>
    buildSchema(schema.idl, { assumeValid: true, assumeValidSDL: true, noLocation: true }),
  );
  return built;
}
