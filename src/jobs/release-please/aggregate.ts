import { accountsOf } from '../../release/accounts.ts';
import type { Changes as NotedChanges } from '../../release/changes.ts';
import { subjectLine } from '../../release/changes.ts';
import type { Facts } from '../../release/events.ts';
import { hiddenChanges, listedTypes } from '../../release/hidden-changes.ts';
import type { Release } from '../../release/release.ts';
import { shortened } from '../../release/shortened.ts';
import { type Changes, type ChangesClient, pullRequestFacts } from '../changes.ts';
import { few } from '../few.ts';
import { type ManifestClient, type Proposal, textAt } from './proposal.ts';

export interface AggregateClient extends ChangesClient, ManifestClient {
  changesForNotes(repository: string, base: string | undefined, head: string): Promise<NotedChanges>;
}

/** What a pull request of Release Please releases: not its own commit, but all that came since the last version. */
export interface Aggregate {
  readonly changes: Changes;
  /** What of it stands nowhere in the changelog that Release Please writes. */
  readonly hidden: readonly { readonly sha: string; readonly subject: string }[];
}

const isBot = (login: string | undefined): boolean => login?.endsWith('[bot]') === true;
const mostHidden = 3; // named in a sentence

/** Of a first release, which has no tag to compare with. */
function firstChanges({ commits, pullRequests }: NotedChanges, url: string): Changes {
  const known = commits.flatMap(({ author }) => author ?? []);
  return {
    commits: commits.map(({ sha, message, author }) => ({
      sha,
      subject: subjectLine(message),
      author: author ?? 'somebody',
    })),
    total: commits.length,
    pullRequests: pullRequests.map(({ number, title, url: page, author }) => ({
      number,
      title,
      url: page,
      author: author ?? 'somebody',
    })),
    authors: [...new Set(known)],
    authorIds: [],
    strangers: known.length < commits.length ? ['somebody'] : [],
    url,
  };
}

/** Without what Release Please itself wrote; with whoever started the release among its authors, who must not sign their own. */
function ofPeople(changes: Changes, release: Release, proposal: Proposal): Changes {
  const own = isBot(proposal.author) ? proposal.author : undefined;
  const commits = changes.commits.filter(({ author, subject }) => author !== own && subject !== proposal.title);
  const authors = new Set(changes.authors.filter((login) => login !== own));
  for (const { login } of accountsOf(release.component, release.starter)) authors.add(login);
  const total = changes.total - (changes.commits.length - commits.length);
  return { ...changes, commits, total, authors: [...authors] };
}

/** Reads what the proposal releases. Undefined while GitHub does not show its commits. */
export async function aggregateOf(
  client: AggregateClient,
  release: Release,
  proposal: Proposal,
): Promise<Aggregate | undefined> {
  const { repository } = release.component;
  const { head, base, url, title, author } = proposal;
  const before = release.previousTag;
  const between = before === undefined ? undefined : await client.changesBetween(repository, before, head, base);
  if (before !== undefined && between === undefined) return undefined;
  const [noted, config] = await Promise.all([
    client.changesForNotes(repository, before, head),
    textAt(client, repository, 'release-please-config.json', head),
  ]);
  const changes = ofPeople(between ?? firstChanges(noted, url), release, proposal);
  const theirs = noted.commits.filter(
    (one) => subjectLine(one.message) !== title && !(isBot(author) && one.author === author),
  );
  const hidden = hiddenChanges(theirs, listedTypes(config));
  return { changes, hidden: hidden.map(({ sha, message }) => ({ sha, subject: subjectLine(message) })) };
}

/** The hidden changes in a sentence; empty where there is none. */
export function hiddenSentence({ hidden }: Aggregate): string {
  if (hidden.length === 0) return '';
  const named = hidden.map(({ sha, subject }) => `${sha.slice(0, 7)} “${shortened(subject, 60)}”`);
  return ` Released, but left out of its changelog: ${few(named, mostHidden)}. Whoever signs should know of them; say them in the notes where they matter.`;
}

/** The facts that the pull request leaves, as one that Slipway opens would, with what it proposes and what its changelog hides. */
export function proposalFacts(proposal: Proposal, aggregate: Aggregate, proposed: string): Facts {
  const facts = pullRequestFacts(proposal, aggregate.changes, []);
  const hidden = aggregate.hidden.map(({ sha, subject }) => `${sha.slice(0, 7)} ${shortened(subject, 80)}`);
  const line = hidden.length === 0 ? '' : `\nNot in its changelog, but released: ${few(hidden)}`;
  return { ...facts, changes: `${facts['changes'] ?? ''}${line}`, proposed, hidden: few(hidden, 8) };
}
