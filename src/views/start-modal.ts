import type { KnownBlock, ModalView } from '@slack/types';
import { affectedQuestion } from '../release/affected-release.ts';
import type { BumpKind, Playbook } from '../release/playbook.ts';
import { nextTag, type StartFacts } from '../release/start-facts.ts';
import { type EntitledByRole, rolesToFill } from '../release/start-roles.ts';
import { counted } from '../release/wording.ts';
import { button, context, fitting, mrkdwn, plain, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { type StartMetadata, startIds } from './start-form.ts';
import {
  bumpInput,
  componentInput,
  foldersBlock,
  questionInput,
  roleBlock,
  starterLine,
  tagBlock,
  targetInput,
  whatInput,
} from './start-inputs.ts';

const mostBlocks = 100; // https://docs.slack.dev/surfaces/modals
const lineLength = 120;

/** How far GitHub has answered. slow: it has not for some seconds, and is still asked. */
export type FactsShown =
  | { readonly kind: 'reading' | 'slow' }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'read' };

/** What the start form is made of. */
export interface StartForm {
  readonly component: string;
  readonly repository: string;
  readonly channel: string;
  /** Components of the channel, this one among them. */
  readonly components: readonly string[];
  readonly playbook: Playbook;
  /** Whether it is the component's playbook of hotfixes; undefined where it has none. */
  readonly hotfix?: boolean | undefined;
  readonly bump: BumpKind | undefined;
  readonly starter: string;
  readonly entitled: EntitledByRole;
  readonly reading: FactsShown;
  /** What was read last, maybe some minutes ago. */
  readonly facts: StartFacts | undefined;
  readonly zone: string;
  /** Why the form came back, above everything else; plain text. */
  readonly notice?: string;
}

/** Which version it becomes stands at the question for the affected release. */
const ofHotfix: KnownBlock = {
  ...section(
    '*Next version*: the patch after the affected release.',
    'It brings what is merged into its branch after the start.',
  ),
  block_id: 'versions',
};

function versionsBlock({ playbook, facts, bump }: StartForm): KnownBlock {
  if (facts === undefined)
    return { ...section('*Next version*: shown once GitHub has answered.'), block_id: 'versions' };
  const preset = bump ?? playbook.bump.default;
  const each = playbook.bump.choices.map((choice) => {
    const words = `${choice} → ${inertLine(nextTag(playbook.tag, facts, choice).tag, 60)}`;
    return choice === preset ? `*${words}*` : words;
  });
  const last = facts.latest === undefined ? 'No release yet' : `Last release ${inertLine(facts.latest.tag, 60)}`;
  const after = facts.withdrawn === undefined ? '' : `; ${inertLine(facts.withdrawn.tag, 60)} was withdrawn`;
  return { ...section(`*Next version*: ${each.join('   ')}`, `${last}${after}`), block_id: 'versions' };
}

function changesBlock({ playbook, facts }: StartForm): KnownBlock {
  const branch = inertLine(playbook['released-from'], 60);
  if (facts === undefined)
    return { ...section(`*Changes on ${branch}*: shown once GitHub has answered.`), block_id: 'changes' };
  const { commits, pullRequests, lines, url } = facts.changes;
  const since = facts.latest === undefined ? '' : ` since ${inertLine(facts.latest.tag, 60)}`;
  if (commits === 0) return { ...section(`*Nothing is new on ${branch}${since}.*`), block_id: 'changes' };
  const sum = [counted(commits, 'commit'), ...(pullRequests === 0 ? [] : [counted(pullRequests, 'pull request')])].join(
    ', ',
  );
  const head = `*${branch}${since}*: ${url === undefined ? sum : link(url, sum)}`;
  const listed = lines.map((line) =>
    line.url === undefined ? `• ${inertLine(line.text, lineLength)}` : `• ${link(line.url, line.text, lineLength)}`,
  );
  const rest = (pullRequests === 0 ? commits : pullRequests) - lines.length;
  const more = rest > 0 ? [`• and ${rest} more`] : [];
  return { type: 'section', block_id: 'changes', text: mrkdwn(fitting([head, ...listed, ...more])) };
}

function readingBlocks({ reading, facts, zone }: StartForm): readonly KnownBlock[] {
  const retry: KnownBlock = {
    type: 'actions',
    block_id: 'retry',
    elements: [button({ action: startIds.retry, words: 'Retry', value: 'retry', aloud: 'Ask GitHub again' })],
  };
  const asOf = facts === undefined ? '' : ` What is shown is of ${slackDate(facts.readAt, zone)}.`;
  switch (reading.kind) {
    case 'reading':
      return [
        {
          ...context(`:hourglass_flowing_sand: GitHub is asked for versions and changes.${asOf}`),
          block_id: 'reading',
        },
      ];
    case 'slow':
      return [
        { ...section(`:hourglass_flowing_sand: GitHub is slow to answer, and still asked.${asOf}`), block_id: 'slow' },
        retry,
      ];
    case 'failed':
      return [{ ...section(`:warning: ${inertLine(reading.sentence, 600)}${asOf}`), block_id: 'failed' }, retry];
    default:
      return [];
  }
}

function questionBlocks({ playbook, component, facts }: StartForm): readonly KnownBlock[] {
  return Object.entries(playbook.questions).map(([name, question]) =>
    question.kind === 'folders'
      ? foldersBlock(name, question, component, facts?.folders[name])
      : question.kind === 'tag'
        ? tagBlock(name, question, { component, playbook }, facts)
        : questionInput(playbook.playbook, name, question),
  );
}

function roleBlocks({ playbook, component, entitled, starter }: StartForm): readonly KnownBlock[] {
  const filled = rolesToFill(playbook).map(([name, role]) =>
    roleBlock(name, role, component, entitled[name] ?? { kind: 'unknown' }),
  );
  const line = starterLine(playbook, starter);
  return line === undefined ? filled : [line, ...filled];
}

function metadataOf({ component, channel, bump, hotfix }: StartForm): string {
  const metadata: StartMetadata = {
    component,
    channel,
    ...(bump === undefined ? {} : { bump }),
    ...(hotfix === true ? { hotfix } : {}),
  };
  return JSON.stringify(metadata);
}

/** The form that starts a release. Blocks of what GitHub says are display only, so that nothing a person typed is lost when they are filled in. */
export function startModal(form: StartForm): ModalView {
  const { component, components, playbook, repository, notice } = form;
  const which: KnownBlock[] = [
    ...(components.length > 1 ? [componentInput(components, component)] : []),
    ...(form.hotfix === undefined ? [] : [whatInput(form.hotfix)]),
    context(`*${inertLine(component)}*  ${inertLine(repository)}  ·  ${inertLine(playbook.title)}`),
  ];
  const blocks: KnownBlock[] = [
    ...(notice === undefined ? [] : [section(`:point_right: *${inertLine(notice, 600)}*`)]),
    ...which,
    ...readingBlocks(form),
    bumpInput(component, playbook.bump.choices, form.bump ?? playbook.bump.default),
    ...(affectedQuestion(playbook) === undefined ? [versionsBlock(form), changesBlock(form)] : [ofHotfix]),
    ...questionBlocks(form),
    ...roleBlocks(form),
    targetInput(),
  ];
  if (blocks.length > mostBlocks)
    throw new Error(`The start form of ${playbook.playbook} needs ${blocks.length} blocks; Slack takes ${mostBlocks}.`);
  return {
    type: 'modal',
    callback_id: startIds.callback,
    title: plain('Start a release', 24),
    submit: plain('Start', 24),
    close: plain('Not now', 24),
    private_metadata: metadataOf(form),
    blocks,
  };
}
