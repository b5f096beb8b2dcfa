import { affectedQuestion } from './affected-release.ts';
import {
  answersAloud,
  changelogAloud,
  configAloud,
  dateAloud,
  mergedAloud,
  releaseAloud,
  settleAloud,
  touchAloud,
  valuesAloud,
} from './aloud-checks.ts';
import { named, pullRequest } from './aloud-words.ts';
import type { Playbook } from './playbook.ts';
import type { ActionStep, CheckStep } from './playbook-steps.ts';
import { roleTitle } from './role-title.ts';
import { listed } from './wording.ts';

const severe = {
  critical: ' that is critical',
  high: ' of severity high or worse',
  medium: ' of severity medium or worse',
  low: '',
};

/** "code scanning and Dependabot have no open alert that is critical, and secret scanning has none". */
function noAlertsAloud({ of, severity }: Extract<CheckStep, { check: 'no-security-alerts' }>): string {
  const graded = [
    ...(of.includes('code-scanning') ? ['code scanning'] : []),
    ...(of.includes('dependabot') ? ['Dependabot'] : []),
  ];
  const secrets = of.includes('secret-scanning');
  if (graded.length === 0) return 'secret scanning has no open alert';
  const has = graded.length === 1 ? 'has' : 'have';
  return `${listed(graded)} ${has} no open alert${severe[severity]}${secrets ? ', and secret scanning has none' : ''}`;
}

/** "exactly one label type:*, breaking where it breaks something, and docs where it touches documentation only". */
function labelsAloud(step: Extract<CheckStep, { check: 'labels-accurate' }>): string {
  const { 'one-of': kinds, 'with-breaking': breaking, 'with-docs': docs } = step;
  return listed([
    `exactly one label ${listed(kinds, 'or')}`,
    ...(breaking === undefined ? [] : [`${breaking} exactly if it breaks something`]),
    ...(docs === undefined ? [] : [`${docs} if it touches documentation only`]),
  ]);
}

/** From where changes count. */
const since = (playbook: Playbook): string =>
  affectedQuestion(playbook) === undefined ? 'since the last tag' : 'since the affected release';

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
      return `Slipway waits until CI is green on ${step.of === undefined ? `${named(playbook, step.ref ?? '')} as it is now` : `the last commit of ${pullRequest(playbook, step.of)}`}.`;
    case 'pull-request-merged':
      return `Slipway waits until ${mergedAloud(step)}.`;
    case 'file-valid':
      return `Slipway waits until ${step.file} on ${step.ref} is valid${step.schema === undefined ? '' : ` and holds to ${step.schema}`}.`;
    case 'changelog-entry':
      return `Slipway waits until ${named(playbook, changelogAloud(step))}.`;
    case 'values-agree':
      return `Slipway waits until ${valuesAloud(step)}.`;
    case 'release-present':
      return `Slipway waits until ${releaseAloud(step)}.`;
    case 'http-answers':
      return `Slipway waits until ${answersAloud(step)}.`;
    case 'date-fresh':
      return `Slipway waits until ${dateAloud(step)}.`;
    case 'workflow-succeeded':
      return `Slipway waits until the workflow ${step.workflow} has succeeded on ${named(playbook, step.ref)} as it is now.`;
    case 'no-security-alerts':
      return `Slipway waits until ${noAlertsAloud(step)}.`;
    case 'milestone-complete':
      return `Slipway waits until every issue and pull request in the milestone ${named(playbook, step.milestone)} is closed.`;
    case 'no-open-issues':
      return `Slipway waits until no open issue carries the label ${listed(step.labelled, 'or')}.${settleAloud(step, playbook)}`;
    case 'bump-fits':
      return `Slipway waits until nothing that was merged ${since(playbook)} asks for a larger version: a breaking change for a major one (before 1.0.0 a minor one), a feature for a minor one.`;
    case 'changes-touch':
      return `Slipway reads whether anything that was merged ${since(playbook)} ${touchAloud(step)}.`;
    case 'config-changes-noted':
      return `Slipway waits until ${named(playbook, configAloud(step))}.`;
    case 'labels-accurate':
      return `Slipway waits until each pull request that was merged ${since(playbook)} carries ${labelsAloud(step)}.`;
  }
}

/** "with version <version>": a workflow's inputs, without the id by which Slipway finds its run again. */
export function withInputs(inputs: Readonly<Record<string, string>> | undefined): string {
  const given = Object.entries(inputs ?? {}).filter(([, value]) => value !== '<run-id>');
  return given.length === 0 ? '' : ` with ${listed(given.map(([name, value]) => `${name} ${value}`))}`;
}

const mergedAs = { merge: 'by a merge commit', squash: 'as one squashed commit', rebase: 'by a rebase' } as const;

/** " While it is signed, dev is frozen: …" */
function frozenAloud(step: Extract<ActionStep, { action: 'open-pull-request' }>): string {
  if (step.frozen === undefined) return '';
  const labels = step['except-labels'];
  const except = labels === undefined ? '' : `, unless they carry the label ${listed(labels, 'or')}`;
  return ` While it is signed, ${step.from} is frozen: other pull requests into ${step.from} wait until it is merged into ${step.to}${except}.`;
}

/** What Slipway does in an action. */
export function actionAloud(step: ActionStep, playbook: Playbook): string {
  switch (step.action) {
    case 'open-pull-request':
      return `Slipway opens a pull request from ${step.from} to ${step.to}, or takes the one that is open already.${frozenAloud(step)}`;
    case 'request-review':
      return `On GitHub, Slipway asks ${roleTitle(playbook, step.from)} to review ${pullRequest(playbook, step.of)}.`;
    case 'merge-pull-request':
      return `Slipway merges ${pullRequest(playbook, step.of)} ${mergedAs[step.method]}: exactly the commit that was signed and checked, or nothing.`;
    case 'create-branch':
      return `Slipway makes the branch ${step.branch} at ${named(playbook, step.from)}. One of that name that goes on from there is taken over.`;
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
    case 'draft-release':
      return `Slipway drafts the release on GitHub with its notes, up to ${named(playbook, step.at)}; people read and complete them there.`;
    case 'merge-back':
      return `Slipway merges ${step.from} back into ${step.to}. Where that needs a person, it opens a pull request and waits for it.`;
    case 'pin-commit':
      return `Slipway pins the commit at which ${named(playbook, step.ref)} stands: the release stays at it, whatever is pushed later. Those who run the release can have it read anew with a reason, as long as there is no tag.`;
    case 'archive-evidence':
      return `Slipway opens a pull request that adds the evidence of the release to ${step.folder}.`;
    case 'retrospective-issue': {
      const labelled = step.labels.length === 0 ? '' : `, labelled ${listed(step.labels)}`;
      const whose = step.assign === undefined ? '' : `, assigned to ${roleTitle(playbook, step.assign)}`;
      return `Slipway opens an issue for the retrospective${labelled}${whose}: what happened in the release, what failed, and the lessons that people noted.`;
    }
    case 'tracking-issue':
      return 'Slipway opens an issue on GitHub that shows every checklist of the release and keeps it up to date; a box that is ticked there counts, if whoever ticked it may.';
    case 'release-please':
      return step.start === 'scheduled'
        ? `Slipway takes the pull request that Release Please has open into ${step.to}. Where there is none, it waits for the scheduled run of ${step.workflow}.`
        : `Slipway takes the pull request that Release Please has open into ${step.to}. Where there is none, it starts the workflow ${step.workflow}${withInputs(step.inputs)}, and follows it to its end.`;
    case 'release-please-published':
      return `Slipway waits until Release Please has tagged the merge as ${listed(step.tags.map((tag) => named(playbook, tag)))}, and published the notes on GitHub.`;
  }
}
