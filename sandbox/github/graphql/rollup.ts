import type { Repository } from '../state/repository.ts';

/** The worst of a commit's statuses and checks, as GraphQL calls it; null when it has none. */
export function rollup(repository: Repository, sha: string): string | null {
  const statuses = new Map(
    repository.statuses.filter((one) => one.sha === sha).map(({ context, state }) => [context, state.toUpperCase()]),
  );
  for (const check of repository.checks.filter((one) => one.headSha === sha)) {
    const good = ['success', 'neutral', 'skipped'].includes(check.conclusion ?? '');
    statuses.set(`check/${check.name}`, check.status !== 'completed' ? 'PENDING' : good ? 'SUCCESS' : 'FAILURE');
  }
  const states = [...statuses.values()];
  if (states.length === 0) return null;
  return ['FAILURE', 'ERROR', 'PENDING'].find((state) => states.includes(state)) ?? 'SUCCESS';
}
