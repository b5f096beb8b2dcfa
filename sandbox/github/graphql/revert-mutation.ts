import { GraphQLError } from 'graphql';
import type { Credential } from '../access/credential.ts';
import { mayCall } from '../access/permissions.ts';
import { ApiError } from '../api-error.ts';
import { NotReverted, revertPull } from '../domain/revert-pull.ts';
import type { Actor } from '../state/account.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { pullNode } from './history-nodes.ts';

interface Input {
  readonly pullRequestId: string;
  readonly clientMutationId?: string | null;
  readonly title?: string | null;
  readonly body?: string | null;
  readonly draft?: boolean | null;
}

const refused = (message: string, type: string): GraphQLError => new GraphQLError(message, { extensions: { type } });
const writers = new Set(['admin', 'maintain', 'write']);

/** It writes a branch and opens a pull request, so it takes both permissions. */
function mayRevert(repository: Repository, credential: Credential, { account }: Actor): boolean {
  if (credential.kind === 'installation')
    return ['git/create-ref', 'pulls/create'].every((one) => mayCall(credential.permissions, one, 'POST'));
  return writers.has(repository.access.get(account.login.toLowerCase()) ?? '');
}

/** The mutation `revertPullRequest`. Asked twice, it opens two. */
export async function revertPullRequest(world: World, credential: Credential, actor: Actor, input: Input) {
  for (const repository of world.repositories.values())
    for (const pull of repository.pulls.values()) {
      if (nodeId('PullRequest', pull.id) !== input.pullRequestId) continue;
      if (credential.kind === 'installation' && credential.owner !== repository.owner.login.toLowerCase()) continue;
      if (!mayRevert(repository, credential, actor))
        throw refused('Resource not accessible by integration', 'FORBIDDEN');
      try {
        const made = await revertPull(world, repository, actor, pull, input);
        return {
          clientMutationId: input.clientMutationId ?? null,
          pullRequest: pullNode(world, repository, pull),
          revertPullRequest: pullNode(world, repository, made),
        };
      } catch (error) {
        if (error instanceof NotReverted || error instanceof ApiError) throw refused(error.message, 'UNPROCESSABLE');
        throw error;
      }
    }
  throw refused(`Could not resolve to a node with the global id of '${input.pullRequestId}'`, 'NOT_FOUND');
}
