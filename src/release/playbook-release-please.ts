import type { Finding } from './finding.ts';
import type { Playbook } from './playbook.ts';
import { stepsIn } from './playbook-walk.ts';

/** What `release-please-published` is about: a pull request of Release Please that was merged before, and the release's own tag. */
export function* releasePleaseFindings(playbook: Playbook): Generator<Finding> {
  const all = stepsIn(playbook);
  for (const { step, path, group } of all) {
    if (!('action' in step) || step.action !== 'release-please-published') continue;
    const named = all.find((one) => one.name === step.of)?.step;
    if (named !== undefined && 'action' in named && named.action === 'open-pull-request')
      yield {
        path: [...path, 'of'],
        message: `The step ${step.of} opens a pull request of Slipway's, which Release Please does not release.`,
        fix: 'Write action: release-please in its place, or create-tag and publish-release here.',
      };
    const merge = all.find(
      (one) => 'action' in one.step && one.step.action === 'merge-pull-request' && one.step.of === step.of,
    );
    if (merge !== undefined && merge.group >= group)
      yield {
        path,
        message: `Release Please releases ${step.of} once it is merged, and that comes later.`,
        fix: 'Move it to a place after the merge.',
      };
    if (!step.tags.some((tag) => tag === '<tag>' || tag === playbook.tag))
      yield {
        path: [...path, 'tags'],
        message: `None of the tags is the release's own, ${playbook.tag}.`,
        fix: 'Add <tag>, or correct tag: at the top.',
      };
  }
}
