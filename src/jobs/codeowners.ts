/** A line of CODEOWNERS: who owns the paths that it matches; nobody where it names none. */
interface Rule {
  readonly pattern: string;
  readonly owners: readonly string[];
  matches(path: string): boolean;
}

/** Where GitHub looks for the file; the first that is there counts (docs.github.com, About code owners). */
export const codeownersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/**
 * Whether a sequence is what a pattern says, in which a star stands for any number of items. Goes back to the last star
 * only, so that no pattern takes long.
 */
function fits<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  isStar: (part: P) => boolean,
  isOne: (part: P, item: T) => boolean,
): boolean {
  let [at, star, taken] = [0, -1, 0];
  for (let n = 0; n < items.length; ) {
    const [part, item] = [pattern[at], items[n]];
    if (part !== undefined && isStar(part)) {
      [star, taken] = [at, n];
      at += 1;
    } else if (part !== undefined && item !== undefined && isOne(part, item)) {
      at += 1;
      n += 1;
    } else if (star >= 0) {
      taken += 1;
      [at, n] = [star + 1, taken];
    } else return false;
  }
  return pattern.slice(at).every(isStar);
}

function isSegment(pattern: string, name: string): boolean {
  return fits(
    [...pattern],
    [...name],
    (part) => part === '*',
    (part, letter) => part === '?' || part === letter,
  );
}

/**
 * The names that a pattern wants one below the other, `**` for any number of any, by the rules of .gitignore as far as
 * GitHub has them: no `!`, no `[ ]`; a last `/*` means the files of the folder itself, not those below it. Undefined for a
 * pattern that GitHub does not read.
 */
function namesOf(pattern: string): readonly string[] | undefined {
  if (pattern.startsWith('!') || /[[\]]/.test(pattern)) return undefined;
  const names = pattern.replace(/^\//, '').replace(/\/$/, '').split('/');
  const anchored = pattern.startsWith('/') || names.length > 1;
  const last = names.at(-1);
  const start = anchored ? [] : ['**'];
  if (last === '**') return [...start, ...names.slice(0, -1), '*', '**']; // what is inside, at any depth
  if (pattern.endsWith('/')) return [...start, ...names, '*', '**'];
  return last === '*' && names.length > 1 ? [...start, ...names] : [...start, ...names, '**'];
}

/** Splits a line at its spaces, but for those that a backslash escapes. */
function wordsOf(line: string): readonly string[] {
  return (line.match(/(?:\\.|[^\s\\])+/g) ?? []).map((word) => word.replaceAll(/\\(.)/g, '$1'));
}

const owner = /^@[\w.-]+(?:\/[\w.-]+)?$|^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function ruleOf(line: string): Rule | undefined {
  const [pattern, ...rest] = wordsOf(line);
  if (pattern === undefined || pattern.startsWith('#')) return undefined;
  const comment = rest.findIndex((word) => word.startsWith('#'));
  const owners = comment === -1 ? rest : rest.slice(0, comment);
  const names = namesOf(pattern);
  if (names === undefined || owners.some((one) => !owner.test(one))) return undefined; // GitHub skips such a line
  return { pattern, owners, matches: (path) => fits(names, path.split('/'), (name) => name === '**', isSegment) };
}

/** Owners that are named together, and the patterns by which they own what changes. */
export interface Owned {
  readonly patterns: readonly string[];
  readonly owners: readonly string[];
}

/**
 * Who owns the changed files by a CODEOWNERS file: of the lines that match a file the last counts, and any one of those it
 * names may approve. Lines that name the same people are one group.
 *
 * @param files undefined: more than can be listed, so every line counts
 */
export function ownersOfFiles(text: string, files: readonly string[] | undefined): readonly Owned[] {
  const rules = text.split(/\r?\n/).flatMap((line) => ruleOf(line) ?? []);
  const relevant =
    files === undefined
      ? new Set(rules)
      : new Set(files.flatMap((path) => rules.findLast((r) => r.matches(path)) ?? []));
  const groups = new Map<string, { patterns: string[]; owners: readonly string[] }>();
  for (const rule of rules) {
    if (!relevant.has(rule) || rule.owners.length === 0) continue;
    const key = [...new Set(rule.owners.map((one) => one.toLowerCase()))].sort().join(' ');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { patterns: [rule.pattern], owners: [...new Set(rule.owners)] });
    else if (!known.patterns.includes(rule.pattern)) known.patterns.push(rule.pattern);
  }
  return [...groups.values()];
}
