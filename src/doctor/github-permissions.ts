import type { Playbook } from '../release/playbook.ts';
import { stepWords } from '../release/playbook-needs.ts';
import type { ActionKind, CheckKind, Step } from '../release/playbook-steps.ts';
import { stepsIn } from '../release/playbook-walk.ts';

type Permission =
  | 'actions'
  | 'attestations'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'pull_requests'
  | 'secret_scanning_alerts'
  | 'security_events'
  | 'statuses'
  | 'vulnerability_alerts';
type Level = 'read' | 'write';
type Needs = Readonly<Partial<Record<Permission, Level>>>;

const readsContents = { contents: 'read' } as const;
const makesPullRequests = { contents: 'write', pull_requests: 'write' } as const;

/** What each kind of check asks GitHub, by the permissions of docs.github.com (permissions required for GitHub Apps). */
const ofChecks: { readonly [K in CheckKind]: Needs } = {
  'branch-contains': readsContents,
  'feature-merged': { contents: 'read', pull_requests: 'read' },
  'boxes-ticked': readsContents,
  'file-present': readsContents,
  'ci-green': { actions: 'read', checks: 'read', contents: 'read', pull_requests: 'read', statuses: 'read' },
  'pull-request-merged': {}, // in another repository, which is looked at by itself; or in this one
  'file-valid': readsContents,
  'date-fresh': readsContents,
  'http-answers': {}, // GitHub is not asked
  'release-present': readsContents, // and attestations, where they are asked for
  'values-agree': readsContents,
  'changelog-entry': { contents: 'read', pull_requests: 'read' },
  'workflow-succeeded': { actions: 'read', contents: 'read' },
  'bump-fits': { contents: 'read', pull_requests: 'read' },
  'changes-touch': { contents: 'read', pull_requests: 'read' },
  'labels-accurate': { contents: 'read', pull_requests: 'read' },
  'config-changes-noted': { contents: 'read', pull_requests: 'read' },
  'milestone-complete': { issues: 'read', pull_requests: 'read' },
  'no-open-issues': { issues: 'read' }, // and write, where the playbook says who settles them
  'no-security-alerts': readsContents, // and what each scanner asks for
};

const ofScanners = {
  'code-scanning': 'security_events',
  dependabot: 'vulnerability_alerts',
  'secret-scanning': 'secret_scanning_alerts',
} as const;

const ofActions: { readonly [K in ActionKind]: Needs } = {
  'open-pull-request': { contents: 'read', pull_requests: 'write' },
  'request-review': { pull_requests: 'write' },
  'merge-pull-request': { contents: 'write', pull_requests: 'read', statuses: 'write' }, // the status that it waits for
  'create-branch': { contents: 'write' },
  'create-tag': { contents: 'write' },
  'run-workflow': { actions: 'write', contents: 'read' },
  'draft-release': { contents: 'write', pull_requests: 'read' },
  'publish-release': { contents: 'write', pull_requests: 'read' },
  'merge-back': makesPullRequests,
  'archive-evidence': makesPullRequests,
  'retrospective-issue': { issues: 'write' },
  'tracking-issue': { issues: 'write' },
  'release-please': { actions: 'write', contents: 'read', pull_requests: 'read' },
  'release-please-published': { actions: 'write', contents: 'read', pull_requests: 'read' },
  'pin-commit': { contents: 'read', pull_requests: 'read' },
};

function needsOfStep(step: Step): Needs {
  if ('check' in step && step.check === 'no-security-alerts')
    return { ...ofChecks[step.check], ...Object.fromEntries(step.of.map((one) => [ofScanners[one], 'read'] as const)) };
  if ('check' in step && step.check === 'release-present' && step.attestation)
    return { ...ofChecks[step.check], attestations: 'read' };
  if ('check' in step && step.check === 'no-open-issues' && (step.settle ?? step['defer-label']) !== undefined)
    return { issues: 'write' };
  if (
    'check' in step &&
    step['re-run'] !== undefined &&
    (step.check === 'ci-green' || step.check === 'workflow-succeeded')
  )
    return { ...ofChecks[step.check], actions: 'write' };
  if ('check' in step && step.check === 'pull-request-merged' && step.repository === undefined)
    return { contents: 'read', pull_requests: 'read' };
  if ('check' in step) return ofChecks[step.check];
  if ('action' in step) return ofActions[step.action];
  if (!('deploy' in step)) return {};
  return { contents: 'read', deployments: 'write', ...(step.workflow === undefined ? {} : { actions: 'write' }) };
}

/** A permission with the steps that need it. */
export interface NeededPermission {
  readonly name: Permission;
  readonly level: Level;
  readonly steps: readonly string[];
}

/** What Slipway must be allowed in the component's repository, by the steps of its playbook. */
export function permissionsOf(playbook: Playbook): readonly NeededPermission[] {
  const needed = new Map<Permission, { level: Level; steps: string[] }>();
  const add = (needs: Needs, step: string): void => {
    for (const name of permissions) {
      const level = needs[name];
      if (level === undefined) continue;
      const known = needed.get(name);
      const higher = known?.level === 'read' && level === 'write';
      if (known === undefined || higher) needed.set(name, { level, steps: [step] });
      else if (known.level === level) known.steps.push(step);
    }
  };
  const asksIssue = Object.values(playbook.questions).some(({ kind }) => kind === 'issue');
  add(
    { contents: 'read', pull_requests: 'read', ...(asksIssue ? { issues: 'read' as const } : {}) },
    'the start of a release',
  );
  for (const { step } of stepsIn(playbook)) add(needsOfStep(step), stepWords(step));
  return [...needed].map(([name, rest]) => ({ name, ...rest }));
}

const permissions: readonly Permission[] = [
  'contents',
  'pull_requests',
  'statuses',
  'checks',
  'actions',
  'deployments',
  'issues',
  'security_events',
  'vulnerability_alerts',
  'secret_scanning_alerts',
  'attestations',
];

const rank: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

/** Whether a granted level is enough. */
export function suffices(granted: string | undefined, level: Level): boolean {
  return granted !== undefined && (rank[granted] ?? 0) >= (rank[level] ?? 0);
}
