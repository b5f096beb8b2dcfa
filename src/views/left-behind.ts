import type { Facts } from '../release/events.ts';
import type { ActionStep } from '../release/playbook-steps.ts';
import { awaitsConfirmation, type Release, stepState } from '../release/release.ts';
import { tagsBeside } from '../release/withdrawal.ts';
import { listed } from '../release/wording.ts';
import { link } from './escape.ts';
import { takeOutsLeft } from './take-out-lines.ts';

/** What stays of an action that is done; undefined where that needs no word. Mrkdwn. */
function leftOf(action: ActionStep['action'], release: Release, facts: Facts, url: string): string | undefined {
  switch (action) {
    case 'open-pull-request':
    case 'release-please': {
      const pullRequest = link(url, `Pull request #${facts['number'] ?? '?'}`);
      const merged = release.plan.some(
        ({ id, step }) =>
          'action' in step && step.action === 'merge-pull-request' && stepState(release, id).status === 'done',
      );
      return merged
        ? `${pullRequest} is merged and stays merged`
        : `${pullRequest} is not merged: close it if it is open and not wanted`;
    }
    case 'create-branch':
      return `${link(url, `Branch ${facts['branch'] ?? ''}`)} stays: delete it if nobody needs it`;
    case 'create-tag':
      return `${link(url, `Tag ${facts['tag'] ?? release.tag}`)} stays`;
    case 'release-please-published':
      return tagsBeside(release).length === 0
        ? `${link(url, `Tag ${facts['tag'] ?? release.tag} and its GitHub release`)} stay`
        : `${link(url, `Tags ${listed([facts['tag'] ?? release.tag, ...tagsBeside(release)])} and their GitHub releases`)} stay`;
    case 'publish-release':
      return `${link(url, 'The GitHub release')} stays`;
    case 'draft-release': {
      const published = release.plan.some(
        ({ id, step }) =>
          'action' in step && step.action === 'publish-release' && stepState(release, id).status === 'done',
      );
      return published
        ? undefined
        : `${link(url, 'The draft of the GitHub release')} stays: delete it if it is not wanted`;
    }
    case 'retrospective-issue':
      return `${link(url, `Issue #${facts['number'] ?? '?'} of the retrospective`)} stays`;
    case 'request-review':
    case 'merge-pull-request':
    case 'run-workflow':
    case 'merge-back':
    case 'archive-evidence':
    case 'tracking-issue': // Slipway closes it
    case 'pin-commit':
      return undefined;
  }
}

/** What stays outside when a release is cancelled now: Slipway takes nothing back. Mrkdwn, a line each; empty where nothing was made. */
export function leftBehind(release: Release): readonly string[] {
  const steps = release.plan.flatMap((planned) => {
    const { id, step } = planned;
    const { facts, done, requested } = stepState(release, id);
    const url = facts['url'] ?? done?.link ?? '';
    if (
      'deploy' in step &&
      (done !== undefined || (requested !== undefined && !awaitsConfirmation(planned, stepState(release, id))))
    )
      return [
        `${link(url, `The deployment to ${step.deploy}`)} ${done === undefined ? 'goes on, wherever it stands' : 'stays'}`,
      ];
    if (done === undefined || !('action' in step)) return [];
    return leftOf(step.action, release, facts, url) ?? [];
  });
  return [...steps, ...takeOutsLeft(release)];
}
