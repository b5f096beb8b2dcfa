import { withoutTokens } from '../../release/token-shapes.ts';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

type Severity = 'critical' | 'high' | 'medium' | 'low';

/** An open alert of one of GitHub's scanners. */
export interface SecurityAlert {
  readonly title: string;
  readonly url: string;
  /** undefined: of this kind every one is as bad. */
  readonly severity?: Severity | undefined;
}

/** GitHub's words where the scanner is switched off, never ran, or may not be read. */
interface NotReadable {
  readonly kind: 'not-readable';
  readonly message: string;
}

export type AlertsRead =
  | {
      readonly kind: 'read';
      readonly alerts: readonly SecurityAlert[];
      /** Whether these are all. */
      readonly complete: boolean;
    }
  | NotReadable;

/** That code scanning has looked at a commit. */
export interface CodeAnalysis {
  readonly commit: string;
  /** The tool and its part of the code: each of them has a newest analysis. */
  readonly by: string;
  /** What went wrong; empty where nothing did. */
  readonly error: string;
}

const mostPages = 10; // of 100 open alerts of code scanning
const refusals = [403, 404];
/** A rule that is not about security has a level only. */
const byLevel: Readonly<Record<string, Severity>> = { error: 'high', warning: 'medium' };

const notReadable = ({ message }: GitHubAnswer): NotReadable => ({ kind: 'not-readable', message });

interface CodeAlert {
  readonly html_url: string;
  readonly rule: {
    readonly id?: string | null;
    readonly name?: string;
    readonly description?: string;
    readonly severity?: string | null;
    readonly security_severity_level?: Severity | null;
  };
  readonly most_recent_instance: { readonly location?: { readonly path?: string } };
}

function codeAlert({ html_url: url, rule, most_recent_instance: { location } }: CodeAlert): SecurityAlert {
  const what = withoutTokens(rule.description ?? rule.name ?? rule.id ?? 'an alert');
  const title = location?.path === undefined ? what : `${what} in ${location.path}`;
  return { title, url, severity: rule.security_severity_level ?? byLevel[rule.severity ?? ''] ?? 'low' };
}

/** What GitHub's scanners found and nobody has fixed or dismissed. */
export function alertsOn(github: GitHub) {
  return {
    /** The first 1,000 open alerts on a branch. */
    async codeScanningAlerts(repository: string, branch: string): Promise<AlertsRead> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), state: 'open', ref: `refs/heads/${branch}`, per_page: 100 } as const;
      const alerts: SecurityAlert[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const answer = await expecting(refusals, octokit.rest.codeScanning.listAlertsForRepo({ ...asked, page }));
        if (answer instanceof GitHubAnswer) return notReadable(answer);
        alerts.push(...answer.data.map(codeAlert));
        if (answer.data.length < 100) return { kind: 'read', alerts, complete: true };
      }
      return { kind: 'read', alerts, complete: false };
    },

    /** The newest 100 analyses of a branch, newest first. */
    async codeScanningAnalyses(
      repository: string,
      branch: string,
    ): Promise<{ readonly kind: 'read'; readonly analyses: readonly CodeAnalysis[] } | NotReadable> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), ref: `refs/heads/${branch}`, per_page: 100 };
      const answer = await expecting(refusals, octokit.rest.codeScanning.listRecentAnalyses(asked));
      if (answer instanceof GitHubAnswer) return notReadable(answer);
      const analyses = answer.data.map(({ commit_sha: commit, tool, category, error }) => ({
        commit,
        by: [tool.name, category].filter((part) => part !== undefined && part !== '').join(' '),
        error,
      }));
      return { kind: 'read', analyses };
    },

    /** The newest 100 open alerts of these severities. GitHub keeps them of the default branch only. */
    async dependabotAlerts(repository: string, severities: readonly Severity[]): Promise<AlertsRead> {
      const octokit = await github.octokitFor(repository);
      const severity = severities.join(',');
      const asked = { ...named(repository), state: 'open', severity, per_page: 100 };
      const answer = await expecting(refusals, octokit.rest.dependabot.listAlertsForRepo(asked));
      if (answer instanceof GitHubAnswer) return notReadable(answer);
      const alerts = answer.data.map(({ html_url: url, dependency, security_advisory: advisory }) => ({
        title: withoutTokens(`${dependency.package?.name ?? 'a dependency'}: ${advisory.summary}`),
        url,
        severity: advisory.severity,
      }));
      return { kind: 'read', alerts, complete: alerts.length < 100 };
    },

    /** The newest 100 open alerts. The secrets themselves are not asked for. */
    async secretScanningAlerts(repository: string): Promise<AlertsRead> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), state: 'open', hide_secret: true, per_page: 100 } as const;
      const answer = await expecting(refusals, octokit.rest.secretScanning.listAlertsForRepo(asked));
      if (answer instanceof GitHubAnswer) return notReadable(answer);
      const alerts = answer.data.map(({ secret_type_display_name: name, secret_type: type, html_url: url }) => ({
        title: name ?? type ?? 'a secret',
        url: url ?? '',
      }));
      return { kind: 'read', alerts, complete: alerts.length < 100 };
    },
  };
}
