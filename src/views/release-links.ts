import type { PlannedStep } from '../release/plan.ts';
import type { ActionKind } from '../release/playbook-steps.ts';
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
  if ('deploy' in planned.step) return `Deployment to ${planned.step.deploy}`;
  if (!('action' in planned.step)) return titleOf(release, planned);
  switch (planned.step.action) {
    case 'open-pull-request':
      return facts['number'] === undefined ? 'Pull request' : `Pull request #${facts['number']}`;
    case 'create-tag':
      return `Tag ${facts['tag'] ?? release.tag}`;
    case 'run-workflow':
      return `Run: ${titleOf(release, planned)}`;
    case 'publish-release':
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
  'create-tag': true,
  'run-workflow': true,
  'publish-release': true,
  'merge-back': false,
  'archive-evidence': true,
};

/** What the release has made outside so far, as links: pull request, tag, release, runs, deployments, evidence, announcements. */
export function madeLinks(release: Release): readonly string[] {
  return release.plan.flatMap((planned) => {
    const { step } = planned;
    if (!('deploy' in step) && !('announce' in step) && !('action' in step && leavesLink[step.action])) return [];
    const { done, facts } = stepState(release, planned.id);
    const url = facts['url'] ?? done?.link;
    return done === undefined || url === undefined ? [] : [link(url, wordsFor(release, planned))];
  });
}
