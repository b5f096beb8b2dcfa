import type { Access } from '../access/access.ts';
import { actionHandlers } from '../rest/actions.ts';
import { appHandlers } from '../rest/apps.ts';
import { assetHandlers } from '../rest/assets.ts';
import { attestationHandlers } from '../rest/attestations.ts';
import type { Call, Reply } from '../rest/call.ts';
import { checkHandlers } from '../rest/checks.ts';
import { commitHandlers } from '../rest/commits.ts';
import { contentHandlers } from '../rest/contents.ts';
import { deploymentHandlers } from '../rest/deployments.ts';
import { featureHandlers } from '../rest/features.ts';
import { objectHandlers } from '../rest/git-objects.ts';
import { refHandlers } from '../rest/git-refs.ts';
import { issueHandlers } from '../rest/issues.ts';
import { mergeHandlers } from '../rest/merges.ts';
import { pullHandlers } from '../rest/pulls.ts';
import { releaseHandlers } from '../rest/releases.ts';
import { repositoryHandlers } from '../rest/repos.ts';
import { reviewHandlers } from '../rest/reviews.ts';
import { ruleHandlers } from '../rest/rules.ts';
import { securityHandlers } from '../rest/security.ts';
import { statusHandlers } from '../rest/statuses.ts';
import { teamHandlers, userHandlers } from '../rest/users.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import type { RateLimits } from './rate-limit.ts';

/** A handler whose arguments the description has judged before it is called. */
export type Handler = (call: Call<never>) => Promise<Reply> | Reply;

const camel = (kebab: string) => kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Finds the handler of an operation id such as `pulls/create`; undefined when the sandbox has none. */
export function createRoutes(
  access: Access,
  outbox: Outbox,
  limits: RateLimits,
): (operation: string) => Handler | undefined {
  const groups: Readonly<Record<string, object>> = {
    repos: {
      ...repositoryHandlers,
      ...commitHandlers,
      ...contentHandlers,
      ...statusHandlers,
      ...releaseHandlers,
      ...assetHandlers,
      ...attestationHandlers,
      ...mergeHandlers,
      ...deploymentHandlers,
      ...ruleHandlers,
      ...featureHandlers.repos,
    },
    git: { ...refHandlers, ...objectHandlers },
    pulls: { ...pullHandlers, ...reviewHandlers },
    issues: issueHandlers,
    checks: checkHandlers,
    actions: actionHandlers,
    users: userHandlers,
    teams: teamHandlers,
    apps: appHandlers(access, outbox),
    'rate-limit': {
      get: ({ credential }: Call<unknown>): Reply => {
        const { core, graphql, search } = {
          core: limits.status(credential.key, 'core'),
          graphql: limits.status(credential.key, 'graphql'),
          search: limits.status(credential.key, 'search'),
        };
        return { status: 200, body: { resources: { core, graphql, search }, rate: core } };
      },
    },
    'code-scanning': securityHandlers.codeScanning,
    dependabot: securityHandlers.dependabot,
    'secret-scanning': securityHandlers.secretScanning,
    search: featureHandlers.search,
  };
  const handlers = new Map<string, Handler>();
  for (const [group, methods] of Object.entries(groups)) {
    for (const [name, handler] of Object.entries(methods)) handlers.set(`${group}/${name}`, handler);
  }
  return (operation) => {
    const [group = '', name = ''] = operation.split('/');
    return handlers.get(`${group}/${camel(name)}`);
  };
}
