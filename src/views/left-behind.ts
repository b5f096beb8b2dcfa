import { type Release, stepState } from '../release/release.ts';
import { link } from './escape.ts';

/** What stays outside when a release is cancelled now: Slipway takes nothing back. Mrkdwn, a line each; empty where nothing was made. */
export function leftBehind(release: Release): readonly string[] {
  const merged = release.plan.some(
    (p) => 'action' in p.step && p.step.action === 'merge-pull-request' && stepState(release, p.id).status === 'done',
  );
  return release.plan.flatMap(({ id, step }) => {
    const { facts, done, requested } = stepState(release, id);
    const url = facts['url'] ?? done?.link ?? '';
    if ('deploy' in step && (done !== undefined || requested !== undefined))
      return [
        `${link(url, `The deployment to ${step.deploy}`)} ${done === undefined ? 'goes on, wherever it stands' : 'stays'}`,
      ];
    if (done === undefined || !('action' in step)) return [];
    if (step.action === 'open-pull-request') {
      const words = `Pull request #${facts['number'] ?? '?'}`;
      return [
        merged
          ? `${link(url, words)} is merged and stays merged`
          : `${link(url, words)} stays open: close it if it is not wanted`,
      ];
    }
    if (step.action === 'create-tag') return [`${link(url, `Tag ${facts['tag'] ?? release.tag}`)} stays`];
    if (step.action === 'publish-release') return [`${link(url, 'The GitHub release')} stays`];
    return [];
  });
}
