import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';

/** A mistake in a file, where it stands (both from 1), and what would be right. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix?: string | undefined;
}

export type Path = readonly PropertyKey[];

/** A YAML text as read, with the place of everything in it. */
export interface YamlFile {
  readonly value: unknown;
  /** Mistakes of YAML itself. */
  readonly problems: readonly Problem[];
  /** Whether `value` is what the author wrote, so that looking further makes sense. */
  readonly readable: boolean;
  /** Where the value at a path begins, or its key; of what is not there, the nearest thing around it. */
  placeOf(path: Path, part?: 'key' | 'value'): { readonly line: number; readonly column: number };
}

/** What the parser says, by the beginning of its sentence, in words for whoever wrote the file. */
const sayings: readonly (readonly [says: string, message: string, fix?: string])[] = [
  ['Missing closing', 'This quote is not closed.'],
  [
    'Sequence item without',
    'The indentation does not fit what stands above.',
    'Entries of a list begin with - in one column.',
  ],
  ['All mapping items', 'The indentation does not fit what stands above.', 'Keys of one map begin in one column.'],
  ['Flow map', 'The { above is not closed.', 'End the map with }.'],
  ['Flow sequence', 'The [ above is not closed.', 'End the list with ].'],
  ['Nested mappings', 'A second key stands on this line.', "A text that holds ': ' stands in quotes."],
  ['Implicit keys need', 'This is neither a key nor a value.', "Is a ':' missing, or a quote not closed?"],
  ['Plain value cannot start', 'A text cannot begin with this character.', 'Put it in quotes.'],
  ['Tabs are not allowed', 'Here is a tab.', 'Indent by spaces.'],
  ['Source contains multiple', 'Here a second document begins.', 'One file is one document: take the --- away.'],
];

/** Where the text in quotes begins that is still open at a place. */
function openQuote(document: Document, at: number): number {
  let start = at;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type?.startsWith('QUOTE') === true && range !== null && range !== undefined && range[0] < at) [start] = range;
    },
  });
  return start;
}

function problemOf({ message: said, pos }: YAMLError, document: Document, lines: LineCounter): Problem {
  const [says, message, fix] = sayings.find(([beginning]) => said.startsWith(beginning)) ?? [];
  const { line, col } = lines.linePos(says === 'Missing closing' ? openQuote(document, pos[0]) : pos[0]);
  return {
    line,
    column: col,
    message: message ?? `${said.replace(/\.$/, '')}.`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Aliases of anchors that are not there: YAML reads `*.md` as one. An anchor counts from where it stands. */
function aliasProblems(document: Document, lines: LineCounter): readonly Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  visit(document, (_, node) => {
    if (isAlias(node) && !anchors.has(node.source)) {
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      const message = `*${node.source} stands for an anchor, and there is none of that name.`;
      problems.push({ line, column: col, message, fix: 'A text that begins with * stands in quotes.' });
    }
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) anchors.add(node.anchor);
  });
  return problems;
}

/** Keys that a map has twice. The parser compares each key with each other; a file of many keys would hold up the process. */
function doubledKeys(document: Document, lines: LineCounter): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map(_, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value) && key.value !== '<<') {
          const { line, col } = lines.linePos(key.range?.[0] ?? 0);
          problems.push({ line, column: col, message: 'This key was given already.', fix: 'Keep one of them.' });
        }
        known.add(key.value);
      }
    },
  });
  return problems;
}

function pairOf(node: Node, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find(({ key: one }) => String(isScalar(one) ? one.value : one) === String(key));
}

function childOf(node: Node, key: PropertyKey): { readonly key?: Node; readonly value?: Node } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { value: item } : undefined;
  }
  const pair = pairOf(node, key);
  if (pair === undefined) return undefined;
  return {
    ...(isNode(pair.key) ? { key: pair.key } : {}),
    ...(isNode(pair.value) ? { value: pair.value } : {}),
  };
}

/** The value of a document; undefined where its aliases multiply beyond what the parser bears. */
function unfolded(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** Reads a YAML 1.2 text. Never throws: mistakes are in `problems`. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: false });
  const root: Node | undefined = isNode(document.contents) ? document.contents : undefined;
  const startOf = (node: Node | undefined): number | undefined => node?.range?.[0];
  const aliases = aliasProblems(document, lines);
  const sound = aliases.length === 0 && document.errors.length === 0;
  const value = sound ? unfolded(document) : undefined;
  const problems = [
    ...document.errors.map((error) => problemOf(error, document, lines)),
    ...doubledKeys(document, lines),
    ...aliases,
  ];
  const readable = sound && value !== undefined;
  if (sound && !readable)
    problems.push({
      line: 1,
      column: 1,
      message: 'It has more aliases, or aliases of aliases, than are resolved (100).',
    });
  return {
    value,
    readable,
    problems,
    placeOf(path, part = 'value') {
      let node: Node | undefined = root;
      let at = startOf(root) ?? 0;
      for (const [depth, key] of path.entries()) {
        const child = node === undefined ? undefined : childOf(node, key);
        if (child === undefined) break;
        const last = depth === path.length - 1;
        at = startOf(last && part === 'key' ? child.key : (child.value ?? child.key)) ?? at;
        node = child.value;
      }
      const { line, col } = lines.linePos(at);
      return { line, column: col };
    },
  };
}
