import type { SeedCommit } from './repository-seed.ts';

type Files = Readonly<Record<string, string>>;

/** Tells a repository's history commit by commit, an hour or so apart, with merges as GitHub's button makes them. */
export function tellHistory(start: string, owner: string) {
  const commits: SeedCommit[] = [];
  let clock = Date.parse(start);
  const tick = (minutes: number): string => {
    clock += minutes * 60_000;
    return new Date(clock).toISOString();
  };
  const tips = new Map<string, string>();

  const add = (commit: Omit<SeedCommit, 'at' | 'key'>, minutes: number): SeedCommit & { key: string; at: string } => {
    const known = tips.get(commit.branch);
    const key = `c${commits.length + 1}`;
    const made = {
      ...commit,
      ...(known === undefined || commit.from !== undefined ? {} : { from: known }),
      key,
      at: tick(minutes),
    };
    commits.push(made);
    tips.set(commit.branch, key);
    return made;
  };

  return {
    commits,
    /** A commit on a branch. */
    commit: (branch: string, by: string, message: string, files: Files, tags?: SeedCommit['tags']) =>
      add({ branch, by, message, files, ...(tags === undefined ? {} : { tags }) }, 7 * 60 + 11),
    /** A branch with commits of its own, from the tip of another. */
    branch(name: string, from: string, by: string, changes: readonly (readonly [string, Files])[]) {
      const base = tips.get(from);
      if (base === undefined) throw new Error(`the history has no branch ${from} yet`);
      changes.forEach(([message, files], index) => {
        add({ branch: name, by, message, files, ...(index === 0 ? { from: base } : {}) }, 90);
      });
      return {
        base,
        head: tips.get(name) ?? base,
        files: Object.assign({}, ...changes.map(([, files]) => files)) satisfies Files,
      };
    },
    /** The merge of a pull request. A merge's tree is told by the files that its branch changed. */
    merge(number: number, title: string, head: string, base: string, by: string, files: Files) {
      const message = `Merge pull request #${number} from ${owner}/${head}\n\n${title}`;
      return add({ branch: base, by, message, files, merge: [tips.get(head) ?? ''] }, 5 * 60);
    },
    tip: (branch: string): string => tips.get(branch) ?? '',
    /** Another branch at the tip of this one. */
    same(branch: string, as: string) {
      tips.set(as, tips.get(branch) ?? '');
    },
  };
}
