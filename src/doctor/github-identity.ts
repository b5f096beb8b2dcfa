import { expecting } from '../adapters/github/refused.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import { type Finding, problem, warning } from './finding.ts';
import { type Patient, stops } from './github-patient.ts';
import { type NeededPermission, permissionsOf, suffices } from './github-permissions.ts';
import { isSwitchedOff } from './github-scanners.ts';

/** What GitHub's settings call otherwise than its API does. */
const inSettings: Readonly<Record<string, string>> = {
  security_events: 'code scanning alerts',
  vulnerability_alerts: 'Dependabot alerts',
};
const spoken = (name: string): string => inSettings[name] ?? name.replaceAll('_', ' ');

function lacking({ about, playbook, granted }: Patient, { name, level, steps }: NeededPermission): Finding {
  const permission = `${spoken(name)}: ${level}`;
  const says = `The permission ${permission} is missing. ${stops({ playbook }, steps)}`;
  const where =
    granted.kind === 'app'
      ? `Give the App ${permission} in its settings, and accept it on the page of the installation.`
      : `Give the token ${permission} for this repository.`;
  return problem('github-permission', about, says, where);
}

const whereTouched = 'Where a release changes files under .github/workflows, that stops';

function* ofApp(patient: Patient, permissions: Readonly<Record<string, string>>): Generator<Finding> {
  const { about, needs } = patient;
  for (const needed of permissionsOf(patient.playbook))
    if (!suffices(permissions[needed.name], needed.level)) yield lacking(patient, needed);
  if (needs.merges.length > 0 && !suffices(permissions['workflows'], 'write'))
    yield warning(
      'github-workflow-files',
      about,
      `The permission workflows: write is missing. ${stops(
        patient,
        needs.merges.map(({ step }) => step),
        whereTouched,
      )}`,
      'Give the App workflows: write if releases change workflows.',
    );
}

function* ofScopes(patient: Patient, scopes: readonly string[]): Generator<Finding> {
  const { about, needs } = patient;
  const has = scopes.length === 0 ? 'none' : scopes.join(', ');
  if (!scopes.includes('repo'))
    yield problem(
      'github-scope',
      about,
      `The token has the scopes ${has}, and not repo. ${stops(
        patient,
        permissionsOf(patient.playbook).flatMap(({ steps }) => steps),
      )}`,
      'Give it the scope repo, or use a GitHub App.',
    );
  else if (needs.merges.length > 0 && !scopes.includes('workflow'))
    yield warning(
      'github-workflow-files',
      about,
      `The token lacks the scope workflow. ${stops(
        patient,
        needs.merges.map(({ step }) => step),
        whereTouched,
      )}`,
      'Give it the scope workflow if releases change workflows.',
    );
}

const noDigest = `sha256:${'0'.repeat(64)}`; // of nothing: whether one may ask is all that is asked

/** GitHub tells nothing of a fine-grained token: what it may read shows by reading. What it may write does not. */
async function byReading(patient: Patient): Promise<readonly Finding[]> {
  const { octokit, owner, repo, read } = patient;
  const at = { owner, repo, per_page: 1 };
  const ref = read.default_branch;
  const probes = {
    contents: () => octokit.rest.repos.listCommits(at),
    pull_requests: () => octokit.rest.pulls.list(at),
    statuses: () => octokit.rest.repos.getCombinedStatusForRef({ ...at, ref }),
    checks: () => octokit.rest.checks.listForRef({ ...at, ref }),
    actions: () => octokit.rest.actions.listWorkflowRunsForRepo(at),
    deployments: () => octokit.rest.repos.listDeployments(at),
    attestations: () => expecting([404], octokit.rest.repos.listAttestations({ ...at, subject_digest: noDigest })),
    issues: () => octokit.rest.issues.listMilestones(at),
    security_events: () => octokit.rest.codeScanning.listAlertsForRepo(at),
    vulnerability_alerts: () => octokit.rest.dependabot.listAlertsForRepo(at),
    secret_scanning_alerts: () => octokit.rest.secretScanning.listAlertsForRepo({ ...at, hide_secret: true }),
  };
  const found = await Promise.all(
    permissionsOf(patient.playbook).map(async (needed) => {
      try {
        await probes[needed.name]();
        return [];
      } catch (error) {
        if (isSwitchedOff(error)) return []; // it could be read
        if (!(error instanceof RefusedOutside) || error.code !== '403') throw error;
        return [lacking(patient, needed)];
      }
    }),
  );
  return found.flat();
}

/** Whether the App, or the token, may do in the repository what the steps of the playbook do. */
export async function permissionFindings(patient: Patient): Promise<readonly Finding[]> {
  const { granted } = patient;
  if (granted.kind === 'app') return [...ofApp(patient, granted.permissions)];
  return granted.scopes === undefined ? await byReading(patient) : [...ofScopes(patient, granted.scopes)];
}
