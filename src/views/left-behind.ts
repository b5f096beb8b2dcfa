import type { Facts } from '../release/events.ts';
import type { ActionStep } from '../release/playbook-steps.ts';
import { type Release, stepState } from '../release/release.ts';
import { link } from './escape.ts';

/** What stays of an action that is done; undefined where that needs no word. Mrkdwn. */
function leftOf(action: ActionStep['action'], release: Release, facts: Facts, url: string): string | undefined {
  switch (action) {
    case 'open-pull-request': {
      const pullRequest = link(url, `Pull request #${facts['number'] ?? '?'}`);
      const merged = release.plan.some(
        ({ id, step }) =>
          'action' in step && step.action === 'merge-pull-request' && stepState(release, id).status === 'done',
      );
      return merged
        ? `${pullRequest} is merged and stays merged`
        : `${pullRequest} stays open: close it if it is not wanted`;
    }
    case 'create-tag':
      return `${link(url, `Tag ${facts['tag'] ?? release.tag}`)} stays`;
    case 'publish-release':
      return `${link(url, 'The GitHub release')} stays`;
    case 'request-review':
    case 'merge-pull-request':
    case 'run-workflow':
    case 'merge-back':
    case 'archive-evidence':
      return undefined;
  }
}

/** What stays outside when a release is cancelled now: Slipway takes nothing back. Mrkdwn, a line each; empty where nothing was made. */
export function leftBehind(release: Release): readonly string[] {
  return release.plan.flatMap(({ id, step }) => {
    const { facts, done, requested } = stepState(release, id);
    const url = facts['url'] ?? done?.link ?? '';
    if ('deploy' in step && (done !== undefined || requested !== undefined))
      return [
        `${link(url, `The deployment to ${step.deploy}`)} ${done === undefined ? 'goes on, wherever it stands' : 'stays'}`,
      ];
    if (done === undefined || !('action' in step)) return [];
    return leftOf(step.action, release, facts, url) ?? [];
  });
}
