import { opensPullRequest } from './opened-pull-request.ts';
import { type Release, stepState } from './release.ts';

/** The facts of the pull request that the release went through; undefined before there is one. */
export function releasePullRequest(release: Release): Readonly<Record<string, string>> | undefined {
  const opened = release.plan.find((p) => opensPullRequest(p.step));
  const facts = opened === undefined ? undefined : stepState(release, opened.id).facts;
  return facts?.['number'] === undefined ? undefined : facts;
}

/** The branch that is released, as it stands: the one that a step made for it, else the playbook's. */
function releasedBranch(release: Release): string {
  const made = release.plan.find((p) => 'action' in p.step && p.step.action === 'create-branch');
  return (made && stepState(release, made.id).facts['branch']) ?? release.playbook['released-from'];
}

/** What is released, as far as it is known: the head of the pull request, the pinned commit, or else the branch as it stands. */
export function releasedHead(release: Release): string {
  const pinned = release.plan.findLast((p) => 'action' in p.step && p.step.action === 'pin-commit');
  const head = releasePullRequest(release)?.['head'];
  return head ?? (pinned && stepState(release, pinned.id).facts['head']) ?? releasedBranch(release);
}

/** The commit that the release's tag was made at; undefined before it is there. */
export function taggedCommit(release: Release): string | undefined {
  const tagged = release.plan.find(
    (p) => 'action' in p.step && (p.step.action === 'create-tag' || p.step.action === 'release-please-published'),
  );
  return tagged === undefined ? undefined : stepState(release, tagged.id).facts['sha'];
}
