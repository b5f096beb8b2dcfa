import { type Fresh, target } from './fresh-github.ts';

/** A refusal: what was set up, what was asked, and what GitHub says. */
export interface Row {
  readonly name: string;
  readonly given?: (fresh: Fresh) => Promise<unknown>;
  readonly when: (fresh: Fresh) => Promise<unknown>;
  readonly status: number;
  readonly message: string;
  readonly reasons?: readonly string[];
}

/** An id that no object has. */
export const nowhere = 'f'.repeat(40);
export const tip = async ({ repo }: Fresh, branch: string) => (await repo.log(branch, 1))[0]?.sha ?? '';
/** The open pull request of a branch; opened when there is none. */
export const opened = async (fresh: Fresh, head = 'dev') => {
  const [pull] = (await fresh.repo.pulls()).filter((one) => one.head === head);
  return pull ?? (await fresh.repo.opensPullRequest('ana-d', { head, base: 'main', title: head }));
};
export const merge = async (fresh: Fresh, more: object = {}, head = 'dev') =>
  fresh.octokit.pulls.merge({ ...target, pull_number: (await opened(fresh, head)).number, ...more });
export const conflicting = async ({ repo }: Fresh) => {
  await repo.pushes('ben-w', 'clash', { 'a.txt': 'theirs\n' }, 'fix: theirs');
  await repo.pushes('lena-b', 'main', { 'a.txt': 'ours\n' }, 'fix: ours');
};
