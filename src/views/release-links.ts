import type { PlannedStep } from '../release/plan.ts';
import type { ActionKind } from '../release/playbook-steps.ts';
import { deployedBy } from '../release/redeploy.ts';
import { type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { link, webAddressOf } from './escape.ts';

/** Where a link of a playbook leads: a web address as it is, anything else as a file of the component's repository on the released branch. */
export function pageOf(release: Release, githubUrl: string, address: string): string {
  if (webAddressOf(address) !== undefined) return address;
  const [path = '', anchor] = address.replace(/^\.?\//, '').split('#');
  const file = path.split('/').map(encodeURIComponent).join('/');
  const page = `${githubUrl}/${release.component.repository}/blob/${encodeURIComponent(release.playbook['released-from'])}/${file}`;
  return anchor === undefined ? page : `${page}#${encodeURIComponent(anchor)}`;
}

/** The playbook's reference documents as links. */
export function referenceLinks(release: Release, githubUrl: string): readonly string[] {
  return release.playbook.references.map(({ say, link: to }) => link(pageOf(release, githubUrl, to), say));
}

/** The links that a step of the playbook shows. */
export function stepLinks(release: Release, planned: PlannedStep, githubUrl: string): readonly string[] {
  return (planned.step.links ?? []).map(({ say, link: to }) => link(pageOf(release, githubUrl, to), say));
}

function wordsFor(release: Release, planned: PlannedStep): string {
  const { facts } = stepState(release, planned.id);
  if ('deploy' in planned.step) {
    const what = planned.redeploys === undefined ? '' : ` of ${deployedBy(release, planned).tag}`;
    return `Deployment${what} to ${planned.step.deploy}`;
  }
  if (!('action' in planned.step)) return titleOf(release, planned);
  switch (planned.step.action) {
    case 'open-pull-request':
    case 'release-please':
      return facts['number'] === undefined ? 'Pull request' : `Pull request #${facts['number']}`;
    case 'pin-commit':
      return `Commit ${facts['head']?.slice(0, 7) ?? ''} of ${planned.step.ref}`;
    case 'create-branch':
      return `Branch ${facts['branch'] ?? ''}`;
    case 'create-tag':
      return `Tag ${facts['tag'] ?? release.tag}`;
    case 'run-workflow':
      return `Run: ${titleOf(release, planned)}`;
    case 'draft-release':
      return 'Drafted notes';
    case 'publish-release':
    case 'release-please-published':
      return 'GitHub release';
    default:
      return titleOf(release, planned);
  }
}

/** Which actions leave something that a link leads to. */
const leavesLink: Readonly<Record<ActionKind, boolean>> = {
  'open-pull-request': true,
  'request-review': false,
  'merge-pull-request': false,
  'create-branch': true,
  'create-tag': true,
  'run-workflow': true,
  'draft-release': true,
  'publish-release': true,
  'merge-back': false,
  'archive-evidence': true,
  'retrospective-issue': true,
  'tracking-issue': true,
  'release-please': true,
  'release-please-published': true,
  'pin-commit': true,
};

/** A draft whose release is published is no longer there; the publication has its own link. */
function isPublishedSince(release: Release, { step }: PlannedStep): boolean {
  if (!('action' in step) || step.action !== 'draft-release') return false;
  return release.plan.some(
    ({ id, step: other }) =>
      'action' in other && other.action === 'publish-release' && stepState(release, id).status === 'done',
  );
}

/** What the release has made outside so far, as links: pull request, tag, release, runs, deployments, evidence, announcements. */
export function madeLinks(release: Release): readonly string[] {
  return release.plan.flatMap((planned) => {
    const { step } = planned;
    if (!('deploy' in step) && !('announce' in step) && !('action' in step && leavesLink[step.action])) return [];
    if (isPublishedSince(release, planned)) return [];
    const { done, facts } = stepState(release, planned.id);
    const url = facts['url'] ?? done?.link;
    return done === undefined || url === undefined ? [] : [link(url, wordsFor(release, planned))];
  });
}
