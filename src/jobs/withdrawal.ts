import type { Execute } from '../execute.ts';
import { plainMarkdown } from '../release/markdown.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Release } from '../release/release.ts';
import { taggedCommit } from '../release/released-commit.ts';
import { announcedIn, announcementOf, deletesTag, pagesMade, tagOfTask } from '../release/withdrawal.ts';
import type { MessageView } from '../views/message.ts';
import { withdrawalNotice } from '../views/withdrawal-notice.ts';
import { isMarked, markOf } from './actions/release-mark.ts';
import { ruleWords } from './actions/rule-lines.ts';
import { sentenceOf } from './step-outcome.ts';

interface Page {
  readonly id: string;
  readonly url: string;
  readonly tag: string;
  readonly name: string;
  readonly body: string;
}

export interface WithdrawalClient {
  /** Newest first, drafts too. */
  listReleases(repository: string): Promise<readonly Page[]>;
  /** Changes name and text of a release, and makes it a pre-release: those are never the latest. */
  markRelease(
    repository: string,
    release: string,
    wanted: { readonly name: string; readonly body: string },
  ): Promise<{ readonly url: string }>;
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
  deleteTag(
    repository: string,
    tag: string,
  ): Promise<{ readonly kind: 'deleted' } | { readonly kind: 'refused'; readonly message: string }>;
  /** Posts once for a key. */
  post(post: {
    readonly channel: string;
    readonly message: MessageView;
    readonly key: string;
  }): Promise<{ readonly ts: string }>;
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
}

interface Ports {
  readonly execute: Execute;
  readonly client: WithdrawalClient;
}

interface Outcome {
  readonly refused?: true;
  readonly sentence: string;
  readonly link?: string | undefined;
}

/** A tag that does not stand where this release made it is not this release's. */
function elsewhere(release: Release, tag: string, stands: string | undefined): Outcome | undefined {
  if (stands === undefined || stands === taggedCommit(release)) return undefined;
  const left = tag === release.tag ? 'it was' : 'it and its GitHub release were';
  const sentence = `The tag ${tag} stands at ${stands.slice(0, 7)}, not where this release made it, so ${left} left alone.`;
  return { refused: true, sentence };
}

async function markPage({ client }: Ports, release: Release, tag: string): Promise<Outcome> {
  const { component, withdrawn, id } = release;
  const { repository } = component;
  const own = tag === release.tag;
  const astray = own ? undefined : elsewhere(release, tag, await client.commitOfRef(repository, `tags/${tag}`));
  if (astray !== undefined) return astray;
  const pages = await client.listReleases(repository);
  const made = own ? pagesMade(release) : [];
  const page = pages.find((one) => made.includes(one.id)) ?? pages.find((one) => one.tag === tag);
  if (page === undefined) return { sentence: `There is no GitHub release ${tag} any more.` };
  const key = `${id}.withdrawn`;
  const told = { sentence: `The GitHub release ${tag} is marked as withdrawn.`, link: page.url };
  if (isMarked(page.body, key)) return told;
  const warning = `> [!CAUTION]\n> **Withdrawn:** ${plainMarkdown(withdrawn?.reason ?? '')}`;
  await client.markRelease(repository, page.id, {
    name: page.name.startsWith('Withdrawn: ') ? page.name : `Withdrawn: ${page.name === '' ? tag : page.name}`,
    body: `${warning}\n\n<!-- ${markOf(key)} -->\n\n${page.body}`,
  });
  return told;
}

async function deleteTag({ client }: Ports, release: Release, tag: string): Promise<Outcome> {
  const { repository } = release.component;
  const stands = await client.commitOfRef(repository, `tags/${tag}`);
  if (stands === undefined) return { sentence: `The tag ${tag} is deleted.` };
  const astray = elsewhere(release, tag, stands);
  if (astray !== undefined) return astray;
  const deleted = await client.deleteTag(repository, tag);
  if (deleted.kind === 'deleted') return { sentence: `The tag ${tag} is deleted.` };
  return {
    refused: true,
    sentence: `GitHub does not let the tag ${tag} be deleted, so it stays: ${ruleWords(deleted.message)}.`,
  };
}

async function tellChannel({ client }: Ports, release: Release, step: string): Promise<Outcome> {
  const channel = announcedIn(release).find((one) => one.step === step)?.channel;
  if (channel === undefined) return { sentence: 'That announcement was never posted.' };
  const { ts } = await client.post({
    channel,
    message: withdrawalNotice(release),
    key: `${release.id}.withdrawn.${step}`,
  });
  return { sentence: 'Where it was announced, the withdrawal is told.', link: client.messageUrl({ channel, ts }) };
}

async function perform(ports: Ports, release: Release, task: string): Promise<Outcome> {
  const step = announcementOf(task);
  if (step !== undefined) return await tellChannel(ports, release, step);
  const tag = tagOfTask(release, task);
  return deletesTag(task) ? await deleteTag(ports, release, tag) : await markPage(ports, release, tag);
}

/** Takes back one thing of a withdrawn release: looks, acts, records. What is refused for good is told with what to do, and stays as it is. */
export async function carryOutWithdrawal(ports: Ports, release: Release, task: string): Promise<void> {
  const outcome = await perform(ports, release, task).catch((error: unknown): Outcome => {
    if (!(error instanceof RefusedOutside)) throw error;
    const todo = error.remedy.replace(/,? then press Retry\.$|,? and press Retry\.$/, '');
    return { refused: true, sentence: `${sentenceOf(error.message)} ${sentenceOf(todo)} Then do it by hand.` };
  });
  await ports.execute(release.id, { type: 'RecordWithdrawal', task, ...outcome });
}
