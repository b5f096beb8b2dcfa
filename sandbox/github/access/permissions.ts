import type { Level, Permissions } from './credential.ts';

/** What the first process asks of an installation, as the reference lists it. */
export const defaultPermissions: Permissions = {
  metadata: 'read',
  contents: 'write',
  pull_requests: 'write',
  actions: 'write',
  deployments: 'write',
  statuses: 'write',
  issues: 'write',
  checks: 'read',
};

/** Either permission suffices. */
type Needs = readonly string[];

/** By the start of an operation's id, the first that fits. */
const byOperation: readonly (readonly [RegExp, Needs])[] = [
  [/^apps\/|^rate-limit\/|^users\//, []],
  [/^repos\/(get|list-tags|list-contributors|get-collaborator-permission-level)$/, ['metadata']],
  [/^repos\/(get-branch-rules|get-repo-rulesets|get-repo-ruleset)$/, ['metadata']],
  [/^repos\/check-immutable-releases$/, ['administration']],
  [/^repos\/(create|update|delete)-repo-ruleset$|^repos\/.*branch-protection$/, ['administration']],
  [/^repos\/(create-commit-status|get-combined-status-for-ref|list-commit-statuses-for-ref)$/, ['statuses']],
  [/^repos\/.*deployment(s|-status|-statuses)?$/, ['deployments']],
  [/^repos\/(get-all-environments|get-environment|get-all-deployment-protection-rules)$/, ['actions']],
  [/^repos\/create-or-update-environment$/, ['administration']],
  [/^repos\/list-pull-requests-associated-with-commit$/, ['pull_requests', 'contents']],
  [/^repos\/list-attestations$/, ['attestations']],
  [/^repos\/.*webhook/, ['repository_hooks']],
  [/^pulls\/merge$|^pulls\/update-branch$/, ['contents']],
  [/^pulls\//, ['pull_requests']],
  [/^issues\/|^search\//, ['issues', 'pull_requests']],
  [/^checks\//, ['checks']],
  [/^actions\//, ['actions']],
  [/^teams\//, ['members']],
  [/^code-scanning\//, ['security_events']],
  [/^dependabot\//, ['vulnerability_alerts']],
  [/^secret-scanning\//, ['secret_scanning_alerts']],
  [/^repos\/|^git\//, ['contents']],
];

/** Closed to Apps whatever they may. */
const closedToApps = /^packages\/|^actions\/(get|review)-pending-deployments-for-run$/;

const rank: Readonly<Record<Level, number>> = { read: 1, write: 2, admin: 3 };

const needsOf = (operation: string): Needs =>
  byOperation.find(([pattern]) => pattern.test(operation))?.[1] ?? ['administration'];
const levelOf = (method: string): Level => (method === 'GET' ? 'read' : 'write');

/** `X-Accepted-GitHub-Permissions`: the ways in which an installation may call an operation. */
export function acceptedPermissions(operation: string, method: string): string {
  return needsOf(operation)
    .map((name) => `${name}=${levelOf(method)}`)
    .join('; ');
}

/** Whether an installation with these permissions may call an operation. */
export function mayCall(permissions: Permissions, operation: string, method: string): boolean {
  if (closedToApps.test(operation)) return false;
  const needs = needsOf(operation);
  const level = levelOf(method);
  return (
    needs.length === 0 ||
    needs.some((name) => rank[permissions[name] ?? 'read'] >= rank[level] && permissions[name] !== undefined)
  );
}
