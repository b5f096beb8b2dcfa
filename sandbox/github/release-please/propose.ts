import { randomUUID } from 'node:crypto';
import { setLabels } from '../domain/issue.ts';
import { moveRef } from '../domain/move-ref.ts';
import { announcePull } from '../domain/pull-facts.ts';
import { editPull, openPull } from '../domain/pull-request.ts';
import { type Commit, isoSeconds, logCommits } from '../git/commits.ts';
import { importCommits } from '../git/fast-import.ts';
import { branchTip, resolveCommit } from '../git/refs.ts';
import { readFileAt } from '../git/trees.ts';
import { htmlUrl } from '../present/present-repository.ts';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, type World } from '../state/world.ts';
import { changelogOf, nextVersion } from './changelog.ts';
import { branchFor, changelogFile, labels, manifestFile, packagesAt, versionsAt } from './repository-state.ts';

interface Proposal {
  readonly title: string;
  readonly body: string;
  readonly files: Readonly<Record<string, string>>;
}

async function commitsSince(repository: Repository, version: string, tip: string): Promise<Commit[]> {
  const tagged = await resolveCommit(repository.git, `refs/tags/v${version}`);
  return await logCommits(repository.git, ['--no-merges', tagged === undefined ? tip : `${tagged}..${tip}`]);
}

/** What the branch would be released as; undefined where nothing that a changelog shows has come since the last version. */
async function proposalOf(
  world: World,
  repository: Repository,
  base: string,
  tip: string,
): Promise<Proposal | undefined> {
  const [versions, packages] = await Promise.all([versionsAt(repository, tip), packagesAt(repository, tip)]);
  const before = versions['.'] ?? '0.0.0';
  const commits = await commitsSince(repository, before, tip);
  const after = nextVersion(before, commits);
  if (after === undefined) return undefined;
  const page = htmlUrl(world, repository, '');
  const section = changelogOf(commits, { page, before, after, day: isoSeconds(world.now()).slice(0, 10) });
  const older = ((await readFileAt(repository.git, tip, changelogFile)) ?? '').replace(/^# Changelog\n+/, '');
  const raised = Object.fromEntries([...packages.keys()].map((path) => [path, after])); // as with linked-versions
  return {
    title: packages.size === 1 ? `chore(${base}): release ${after}` : `chore: release ${base}`,
    body: `:robot: I have created a release *beep* *boop*\n---\n\n${section}\n\n---\nThis PR was generated with Release Please.`,
    files: {
      [changelogFile]: `# Changelog\n\n${section}\n\n${older}`,
      [manifestFile]: `${JSON.stringify(raised, undefined, 2)}\n`,
    },
  };
}

/** Writes the branch anew upon the tip, over whatever it was. */
async function pushOver(
  world: World,
  repository: Repository,
  actor: Actor,
  branch: string,
  tip: string,
  { title, files }: Proposal,
) {
  const author = { ...identityOf(actor.account), date: isoSeconds(world.now()) };
  const aside = `refs/sandbox/${randomUUID()}`;
  const [sha] = await importCommits(repository.git, [{ branch: aside, message: title, author, files, from: tip }]);
  if (sha === undefined) throw new Error('git fast-import wrote no commit');
  await repository.git.text(['update-ref', '-d', aside]);
  const from = (await branchTip(repository.git, branch)) ?? null;
  await moveRef(world, repository, actor, { ref: `refs/heads/${branch}`, from, to: sha });
}

/** Opens the pull request of a branch's next version, or writes the open one anew. One that would say the same stays as it is. */
export async function propose(world: World, repository: Repository, actor: Actor, base: string): Promise<void> {
  const tip = await branchTip(repository.git, base);
  const proposal = tip === undefined ? undefined : await proposalOf(world, repository, base, tip);
  if (tip === undefined || proposal === undefined) return;
  const head = branchFor(base);
  const open = [...repository.pulls.values()].find((pull) => pull.issue.state === 'open' && pull.head === head);
  if (open?.issue.body === proposal.body) return;
  await pushOver(world, repository, actor, head, tip, proposal);
  const { title, body } = proposal;
  if (open !== undefined) return await editPull(world, repository, actor, open, { title, body });
  const pull = await openPull(world, repository, actor, { head, base, title, body });
  setLabels(world, repository, pull.issue, [labels.pending]);
  await announcePull(world, repository, actor, pull, 'labeled');
}
