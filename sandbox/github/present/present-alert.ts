import { isoSeconds } from '../git/commits.ts';
import type { Alert, Analysis } from '../state/alert.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

const tool = { name: 'CodeQL', version: '2.23.3', guid: null };
const analysisKey = '.github/workflows/codeql.yml:analyze';

function frame(world: World, repository: Repository, alert: Alert) {
  const path = `/${alert.scanner}/alerts/${alert.number}`;
  const page = alert.scanner === 'dependabot' ? `/security/dependabot/${alert.number}` : `/security${path}`;
  return {
    number: alert.number,
    created_at: isoSeconds(alert.createdAt),
    updated_at: isoSeconds(alert.createdAt),
    url: apiUrl(world, repository, path),
    html_url: htmlUrl(world, repository, page.replace('/alerts', '')),
  };
}

/** `code-scanning-alert-items`. */
export function presentCodeAlert(world: World, repository: Repository, alert: Alert) {
  const framed = frame(world, repository, alert);
  const state = alert.state === 'open' ? 'open' : 'fixed';
  return {
    ...framed,
    instances_url: `${framed.url}/instances`,
    state,
    fixed_at: alert.state === 'open' ? null : framed.created_at,
    dismissed_by: null,
    dismissed_at: null,
    dismissed_reason: null,
    dismissed_comment: null,
    rule: {
      id: 'js/finding',
      name: 'js/finding',
      severity: alert.level,
      security_severity_level: alert.severity,
      description: alert.title,
      tags: alert.severity === null ? ['maintainability'] : ['security'],
    },
    tool,
    most_recent_instance: {
      ref: `refs/heads/${alert.branch}`,
      analysis_key: analysisKey,
      environment: '{}',
      category: '/language:javascript-typescript',
      state,
      commit_sha: alert.commit,
      message: { text: alert.title },
      location: { path: alert.where, start_line: 1, end_line: 1, start_column: 1, end_column: 2 },
      classifications: [],
    },
  };
}

/** `code-scanning-analysis`. */
export function presentAnalysis(world: World, repository: Repository, analysis: Analysis) {
  return {
    ref: `refs/heads/${analysis.branch}`,
    commit_sha: analysis.commit,
    analysis_key: analysisKey,
    environment: '{}',
    category: analysis.category,
    error: analysis.error,
    created_at: isoSeconds(analysis.createdAt),
    results_count: 0,
    rules_count: 80,
    id: analysis.id,
    url: apiUrl(world, repository, `/code-scanning/analyses/${analysis.id}`),
    sarif_id: String(analysis.id),
    tool,
    deletable: true,
    warning: '',
  };
}

/** `dependabot-alert`. */
export function presentDependencyAlert(world: World, repository: Repository, alert: Alert) {
  const framed = frame(world, repository, alert);
  const severity = alert.severity ?? 'low';
  const advised = { ecosystem: 'npm', name: alert.where };
  const vulnerability = {
    package: advised,
    severity,
    vulnerable_version_range: '< 2.0.0',
    first_patched_version: { identifier: '2.0.0' },
  };
  return {
    ...framed,
    state: alert.state === 'open' ? 'open' : 'fixed',
    dependency: { package: advised, manifest_path: 'package-lock.json', scope: 'runtime', relationship: 'direct' },
    security_advisory: {
      ghsa_id: 'GHSA-0000-0000-0000',
      cve_id: null,
      summary: alert.title,
      description: alert.title,
      vulnerabilities: [vulnerability],
      severity,
      cvss: { score: 0, vector_string: null },
      cwes: [],
      identifiers: [{ type: 'GHSA', value: 'GHSA-0000-0000-0000' }],
      references: [],
      published_at: framed.created_at,
      updated_at: framed.created_at,
      withdrawn_at: null,
    },
    security_vulnerability: vulnerability,
    dismissed_at: null,
    dismissed_by: null,
    dismissed_reason: null,
    dismissed_comment: null,
    fixed_at: alert.state === 'open' ? null : framed.created_at,
    auto_dismissed_at: null,
  };
}

/** `secret-scanning-alert`; the secret itself is left out where `hide_secret` asks for it. */
export function presentSecretAlert(world: World, repository: Repository, alert: Alert, hidden: boolean) {
  const framed = frame(world, repository, alert);
  return {
    ...framed,
    locations_url: `${framed.url}/locations`,
    state: alert.state === 'open' ? 'open' : 'resolved',
    resolution: alert.state === 'open' ? null : 'revoked',
    resolved_at: alert.state === 'open' ? null : framed.created_at,
    resolved_by: null,
    resolution_comment: null,
    secret_type: alert.title.toLowerCase().replaceAll(' ', '_'),
    secret_type_display_name: alert.title,
    ...(hidden ? {} : { secret: `secret-${alert.number}-of-${alert.where}` }),
    push_protection_bypassed: false,
    push_protection_bypassed_by: null,
    push_protection_bypassed_at: null,
    validity: 'unknown',
    publicly_leaked: false,
    multi_repo: false,
  };
}
