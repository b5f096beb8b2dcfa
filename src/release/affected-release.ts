import semver from 'semver';
import type { Answer } from './answers.ts';
import type { BumpKind, Playbook } from './playbook.ts';
import type { Release } from './release.ts';
import { nextTag, type StartFacts } from './start-facts.ts';
import { nextVersion, tagOf, type VersionTag, versionIn } from './version.ts';

/** The question that asks which release is patched; undefined for a playbook that releases what is new on its branch. */
export function affectedQuestion({ questions }: Pick<Playbook, 'questions'>): string | undefined {
  return Object.keys(questions).find((name) => questions[name]?.kind === 'tag');
}

/** The tag of the release that a running one patches; undefined where it patches none. */
export function affectedTag({ playbook, answers }: Pick<Release, 'playbook' | 'answers'>): string | undefined {
  const given = answers[affectedQuestion(playbook) ?? ''];
  return typeof given === 'string' ? given : undefined;
}

/** The releases that can be patched, the highest first: neither pre-releases nor what was withdrawn. */
export function affectedReleases(
  { tag: pattern }: Pick<Playbook, 'tag'>,
  { tags, withdrawnTags = [] }: StartFacts,
): readonly VersionTag[] {
  const held = tags.filter((tag) => !withdrawnTags.includes(tag));
  const found = held.flatMap((tag) => {
    const version = versionIn(pattern, tag);
    return version === undefined || semver.prerelease(version) !== null ? [] : [{ tag, version }];
  });
  return found.sort((a, b) => semver.rcompare(a.version, b.version));
}

/** The patch after a release, whatever was released since: 1.1.1 after 1.1.0. The number of one that was withdrawn is used up. */
export function patchAfter(pattern: string, affected: VersionTag, { withdrawnTags = [] }: StartFacts): VersionTag {
  let version = nextVersion(affected.version, 'patch');
  while (withdrawnTags.includes(tagOf(pattern, version))) version = nextVersion(version, 'patch');
  return { version, tag: tagOf(pattern, version) };
}

/** Why the release that was chosen cannot be patched; undefined when it can. Plain text. */
export function affectedMistake(
  playbook: Pick<Playbook, 'tag'>,
  given: Answer | undefined,
  facts: StartFacts,
): string | undefined {
  const known = affectedReleases(playbook, facts);
  if (known.length === 0) return 'Nothing is released yet, so there is nothing to patch.';
  if (given === undefined || given === '') return 'Choose the release that is affected.';
  const affected = known.find(({ tag }) => tag === given);
  if (affected === undefined) return `There is no release ${String(given)} any more. Choose again.`;
  const { tag } = patchAfter(playbook.tag, affected, facts);
  if (!facts.tags.includes(tag)) return undefined;
  const newest = known.find(({ version }) => semver.satisfies(version, `~${affected.version}`));
  return `${affected.tag} is patched already: ${tag} exists. Choose ${newest?.tag ?? tag}, and patch that.`;
}

/** What a release is to be: its version, and the release that its changes count from. */
export interface ReleasedAs extends VersionTag {
  readonly previousTag?: string | undefined;
}

/** The version by the answers of a form without mistakes: the patch after the affected release, else the next one of that kind. */
export function releasedAs(
  playbook: Playbook,
  facts: StartFacts,
  bump: BumpKind,
  answers: Readonly<Record<string, Answer | undefined>>,
): ReleasedAs {
  const question = affectedQuestion(playbook);
  if (question === undefined) return { ...nextTag(playbook.tag, facts, bump), previousTag: facts.latest?.tag };
  const affected = affectedReleases(playbook, facts).find(({ tag }) => tag === answers[question]);
  if (affected === undefined) throw new Error(`There is no release ${String(answers[question])} to patch.`);
  return { ...patchAfter(playbook.tag, affected, facts), previousTag: affected.tag };
}
