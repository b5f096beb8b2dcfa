import { ApiError, notFound } from '../api-error.ts';
import {
  presentAnalysis,
  presentCodeAlert,
  presentDependencyAlert,
  presentSecretAlert,
} from '../present/present-alert.ts';
import type { Alert, Scanner } from '../state/alert.ts';
import type { Repository } from '../state/repository.ts';
import { type Handlers, ok } from './call.ts';
import { listPage } from './page.ts';

function refuseSwitchedOff(repository: Repository, scanner: Scanner): void {
  if (repository.scanners.has(scanner)) return;
  if (scanner === 'secret-scanning') throw notFound('Secret scanning is disabled on this repository.');
  throw new ApiError(
    403,
    scanner === 'dependabot'
      ? 'Dependabot alerts are disabled for this repository.'
      : 'Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.',
  );
}

/** Newest first, as GitHub lists them. */
function alertsOf(repository: Repository, scanner: Scanner, state: unknown): Alert[] {
  refuseSwitchedOff(repository, scanner);
  return repository.alerts
    .filter((alert) => alert.scanner === scanner)
    .filter((alert) => state === undefined || (state === 'open') === (alert.state === 'open'))
    .reverse();
}

const branchOf = (ref: string): string => ref.replace(/^refs\/heads\//, '');

/** What GitHub's scanners found. Each can be switched off: "not available" is an answer of its own, not a failure. */
export const securityHandlers: {
  readonly codeScanning: Handlers<'codeScanning'>;
  readonly dependabot: Handlers<'dependabot'>;
  readonly secretScanning: Handlers<'secretScanning'>;
} = {
  codeScanning: {
    listAlertsForRepo: async (call) => {
      const { world, repository, args } = call;
      const all = alertsOf(repository, 'code-scanning', args.state);
      if (repository.analyses.length === 0) throw notFound('no analysis found');
      const on = branchOf(args.ref ?? repository.defaultBranch);
      const found = all.filter(({ branch }) => branch === on);
      return await listPage(call, found, (alert) => presentCodeAlert(world, repository, alert));
    },
    listRecentAnalyses: async (call) => {
      const { world, repository, args } = call;
      refuseSwitchedOff(repository, 'code-scanning');
      if (repository.analyses.length === 0) throw notFound('no analysis found');
      const found = repository.analyses.filter(({ branch }) => args.ref === undefined || branch === branchOf(args.ref));
      return await listPage(call, found.reverse(), (analysis) => presentAnalysis(world, repository, analysis));
    },
  },
  dependabot: {
    /** GitHub pages these by cursor; the sandbox never has more than a page of them. */
    listAlertsForRepo: ({ world, repository, args }) => {
      const wanted = args.severity?.split(',');
      const found = alertsOf(repository, 'dependabot', args.state)
        .filter(({ severity }) => wanted?.includes(severity ?? 'low') !== false)
        .slice(0, args.per_page ?? 30);
      return ok(found.map((alert) => presentDependencyAlert(world, repository, alert)));
    },
  },
  secretScanning: {
    listAlertsForRepo: async (call) => {
      const { world, repository, args } = call;
      const hidden = args.hide_secret === true;
      return await listPage(call, alertsOf(repository, 'secret-scanning', args.state), (alert) =>
        presentSecretAlert(world, repository, alert, hidden),
      );
    },
  },
};
