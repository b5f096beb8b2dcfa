import semver from 'semver';
import type { Changes } from '../../release/changes.ts';
import { notesBody } from '../../release/notes-sections.ts';
import type { Release } from '../../release/release.ts';
import { releasePullRequest } from '../../release/released-commit.ts';
import { inZone } from '../../zoned-time.ts';
import { type AskOnceClient, askOnce } from '../ask-once.ts';
import type { StepWork } from '../step-outcome.ts';
import { stamped } from './notes-stamp.ts';
import { isMarked, markOf } from './release-mark.ts';

/** A release on GitHub, as it is listed. */
export interface GitHubRelease {
  readonly id: string;
  readonly url: string;
  readonly tag: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly author: string;
  readonly publishedAt?: string | undefined;
  readonly assets: readonly { readonly id: string; readonly name: string; readonly uploaded: boolean }[];
}

export interface ReleaseDraftClient extends AskOnceClient {
  changesForNotes(repository: string, base: string | undefined, head: string): Promise<Changes>;
  draftRelease(
    repository: string,
    wanted: {
      readonly tag: string;
      readonly sha: string;
      readonly name: string;
      readonly body: string;
      readonly prerelease: boolean;
    },
  ): Promise<GitHubRelease>;
}

/** The notes of a release up to a commit or tag. */
export async function bodyOf(client: ReleaseDraftClient, release: Release, head: string, now: Date): Promise<string> {
  const { repository } = release.component;
  const changes = await client.changesForNotes(repository, release.previousTag, head);
  const pull = releasePullRequest(release);
  const through = pull?.['url'] === undefined ? '' : `Released through [#${pull['number']}](${pull['url']}).`;
  const compare = `${pull?.['url']?.replace(/\/pull\/\d+$/, '/compare')}/${release.previousTag}...${release.tag}`;
  const comparison =
    pull?.['url'] === undefined
      ? `Changes since ${release.previousTag}`
      : `[Changes since ${release.previousTag}](${encodeURI(compare)})`;
  const since = release.previousTag === undefined ? '' : `${comparison}.`;
  const foot = [[since, through].filter((part) => part !== '').join(' '), `<!-- ${markOf(release.id)} -->`];
  return notesBody(
    release,
    { changes, ...(pull === undefined ? {} : { releasePullRequest: Number(pull['number']) }) },
    {
      date: inZone(now, release.playbook['time-zone']).slice(0, 'yyyy-mm-dd'.length),
      foot: foot.filter((part) => part !== '').join('\n\n'),
    },
  );
}

/**
 * The draft of the release's tag that is there already, or else one of ours, asked for once: GitHub would make a second one of the same.
 * @param at the tag or commit up to which the notes go, and the commit at which GitHub would set a tag that is not there.
 */
export async function draftOf(
  client: ReleaseDraftClient,
  work: StepWork<unknown>,
  known: readonly GitHubRelease[],
  at: { readonly head: string; readonly sha: string; readonly stamped?: true },
) {
  const { release } = work;
  const drafts = known.filter((r) => r.draft && r.tag === release.tag);
  const found = drafts.find((r) => isMarked(r.body, release.id)) ?? drafts[0];
  if (found !== undefined) return { kind: 'answered' as const, value: found };
  const notes = await bodyOf(client, release, at.head, work.now);
  const body = at.stamped === true ? stamped(notes, at.sha) : notes;
  const prerelease = semver.prerelease(release.semver) !== null;
  const name = `${release.component.name} ${release.semver}`;
  return await askOnce(
    client,
    work,
    { what: 'draft', asking: `the draft of release ${release.tag}`, result: 'it' },
    () => client.draftRelease(release.component.repository, { tag: release.tag, sha: at.sha, name, body, prerelease }),
  );
}
