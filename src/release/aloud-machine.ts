import { named, pullRequest, roleName } from './aloud-words.ts';
import type { Playbook } from './playbook.ts';
import type { ActionStep, CheckStep } from './playbook-steps.ts';
import { listed } from './wording.ts';

/** What Slipway waits for in a check. */
export function checkAloud(step: CheckStep, playbook: Playbook): string {
  switch (step.check) {
    case 'branch-contains':
      return `Slipway waits until ${step.branch} contains everything that is on ${step.other}.`;
    case 'feature-merged':
      return `Slipway waits until the branch ${step.branch} is merged into ${step.into}.`;
    case 'boxes-ticked':
      return `Slipway waits until every box in ${step.file} on ${step.ref} is ticked.`;
    case 'file-present':
      return step.path.endsWith('/')
        ? `Slipway waits until the folder ${step.path} on ${step.ref} holds a file.`
        : `Slipway waits until ${step.path} is there on ${step.ref}.`;
    case 'ci-green':
      return `Slipway waits until CI is green on the last commit of ${pullRequest(playbook, step.of)}.`;
    case 'pull-request-merged':
      return `Slipway waits until a pull request in ${step.repository} that names ${step.naming} and touches ${step.touching} is merged.`;
  }
}

/** "with version <version>": a workflow's inputs, without the id by which Slipway finds its run again. */
export function withInputs(inputs: Readonly<Record<string, string>> | undefined): string {
  const given = Object.entries(inputs ?? {}).filter(([, value]) => value !== '<run-id>');
  return given.length === 0 ? '' : ` with ${listed(given.map(([name, value]) => `${name} ${value}`))}`;
}

const mergedAs = { merge: 'by a merge commit', squash: 'as one squashed commit', rebase: 'by a rebase' } as const;

/** What Slipway does in an action. */
export function actionAloud(step: ActionStep, playbook: Playbook): string {
  switch (step.action) {
    case 'open-pull-request':
      return `Slipway opens a pull request from ${step.from} to ${step.to}, or takes the one that is open already.`;
    case 'request-review':
      return `On GitHub, Slipway asks ${roleName(playbook, step.from)} to review ${pullRequest(playbook, step.of)}.`;
    case 'merge-pull-request':
      return `Slipway merges ${pullRequest(playbook, step.of)} ${mergedAs[step.method]}: exactly the commit that was signed and checked, or nothing.`;
    case 'create-tag': {
      const message = step.message === undefined ? '' : `, with the message “${step.message}”`;
      return `Slipway sets the tag on ${named(playbook, step.at)}${message}.`;
    }
    case 'run-workflow':
      return step.start === 'tag'
        ? `The tag starts the workflow ${step.workflow}; Slipway follows it to its end.`
        : `Slipway starts the workflow ${step.workflow} at ${named(playbook, step.ref)}${withInputs(step.inputs)}, and follows it to its end.`;
    case 'publish-release': {
      const assets = step.assets.length === 0 ? '' : `, and attaches ${listed(step.assets)}`;
      return `Slipway publishes the release on GitHub with notes of what changed${assets}.`;
    }
    case 'merge-back':
      return `Slipway merges ${step.from} back into ${step.to}. Where that needs a person, it opens a pull request and waits for it.`;
    case 'archive-evidence':
      return `Slipway opens a pull request that adds the evidence of the release to ${step.folder}.`;
  }
}
