import { z } from 'zod';
import { type Commit, isMerge, subjectLine } from './changes.ts';

/** The types of Conventional Commits that Release Please lists unless its configuration says otherwise; it drops all others. */
const listedByDefault: ReadonlySet<string> = new Set(['feat', 'feature', 'fix', 'perf', 'revert']);

const header = /^(?<type>[a-z]+)(?:\([^()]*\))?(?<breaking>!)?:\s/i;
const breakingFooter = /^BREAKING[ -]CHANGE:/m;
const onlySetsVersion = /^Release-As:/im;

const sections = z.array(z.object({ type: z.string(), hidden: z.boolean().default(false) }));
const config = z.object({
  'changelog-sections': sections.optional(),
  packages: z.record(z.string(), z.object({ 'changelog-sections': sections.optional() })).default({}),
});

/** The types that a `release-please-config.json` lets the changelog show. */
export function listedTypes(text: string | undefined): ReadonlySet<string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? '{}');
  } catch {
    return listedByDefault; // Release Please cannot read it either, and says so in its run
  }
  const read = config.safeParse(parsed);
  if (!read.success) return listedByDefault;
  const { 'changelog-sections': own, packages } = read.data;
  const all = [own, ...Object.values(packages).map((one) => one['changelog-sections'])].flatMap((one) => one ?? []);
  if (all.length === 0) return listedByDefault;
  return new Set(all.filter(({ hidden }) => !hidden).map(({ type }) => type.toLowerCase()));
}

/** The commits that are released without a line in the changelog that Release Please writes: of types that it hides, or of none. */
export function hiddenChanges(commits: readonly Commit[], listed: ReadonlySet<string>): readonly Commit[] {
  return commits.filter((commit) => {
    if (isMerge(commit) || onlySetsVersion.test(commit.message)) return false;
    const { type, breaking } = header.exec(subjectLine(commit.message))?.groups ?? {};
    if (type === undefined) return true;
    return breaking === undefined && !breakingFooter.test(commit.message) && !listed.has(type.toLowerCase());
  });
}
