/** Two swapped letters are the likeliest of mistakes: `form` is rather `from` than `for`. */
const swapCost = 0.9;

/** How many single mistakes (a letter too many, missing, wrong, or two swapped) lie between two words. */
function mistakesBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const differs = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + differs,
        swapped ? (before[j - 2] ?? 0) + swapCost : Number.POSITIVE_INFINITY,
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** How many mistakes a word of this length may hold and still be recognised. */
function mostMistakes({ length }: string): number {
  if (length <= 3) return 1;
  return Math.max(2, Math.floor(length / 3));
}

/** The known word that was probably meant; undefined when none is near. Upper and lower case count as the same. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let fewest = mostMistakes(word) + 0.5;
  for (const one of known) {
    const mistakes = mistakesBetween(wanted, one.toLowerCase());
    if (mistakes >= fewest || mistakes >= one.length) continue;
    best = one;
    fewest = mistakes;
  }
  return best;
}
