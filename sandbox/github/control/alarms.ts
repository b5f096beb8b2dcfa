import { notFound } from '../api-error.ts';
import { resolveCommit } from '../git/refs.ts';
import type { Repository } from '../state/repository.ts';
import type { Deeds } from './deeds.ts';

async function tipOf(repository: Repository, branch: string): Promise<string> {
  const commit = await resolveCommit(repository.git, `refs/heads/${branch}`);
  if (commit === undefined) throw notFound(`${repository.fullName} has no branch ${branch}`);
  return commit;
}

/** What GitHub's scanners do: they are switched on, look, and find something. */
export const alarms: Deeds<'switchScanner' | 'raiseAlert' | 'closeAlert' | 'analyse'> = {
  switchScanner: (_, repository, { scanner, on }) => {
    if (on) repository.scanners.add(scanner);
    else repository.scanners.delete(scanner);
  },

  raiseAlert: async (world, repository, { scanner, title, severity, level, where, branch }) => {
    const on = branch ?? repository.defaultBranch;
    const number = 1 + repository.alerts.filter((alert) => alert.scanner === scanner).length;
    repository.alerts.push({
      scanner,
      number,
      title,
      severity: severity ?? null,
      level: level ?? 'warning',
      where: where ?? 'src/index.ts',
      branch: on,
      commit: await tipOf(repository, on),
      createdAt: world.now(),
      state: 'open',
    });
    return number;
  },

  closeAlert: (_, repository, { scanner, number }) => {
    const alert = repository.alerts.find((one) => one.scanner === scanner && one.number === number);
    if (alert === undefined) throw notFound(`${repository.fullName} has no alert ${number} of ${scanner}`);
    alert.state = 'closed';
  },

  analyse: async (world, repository, { branch, category, error }) => {
    repository.analyses.push({
      id: world.nextId(),
      branch,
      commit: await tipOf(repository, branch),
      category: category ?? '/language:javascript-typescript',
      error: error ?? '',
      createdAt: world.now(),
    });
  },
};
