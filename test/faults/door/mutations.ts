import fc from 'fast-check';

type Step = string | number;

function placesIn(value: unknown, at: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...inner.flatMap(([key, one]) => placesIn(one, [...at, key]))];
}

function changed(value: unknown, at: readonly Step[], change: (found: unknown) => unknown): unknown {
  const [step, ...rest] = at;
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.flatMap((one: unknown, n) => {
      if (n !== step) return [one];
      const other = changed(one, rest, change);
      return other === undefined ? [] : [other];
    });
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    entries.flatMap(([key, one]) => {
      if (key !== step) return [[key, one]];
      const other = changed(one, rest, change);
      return other === undefined ? [] : [[key, other]];
    }),
  );
}

/** So many brackets around nothing, as text: a value of that depth could not be written by JSON.stringify. */
export function deep(depth: number, kind: 'list' | 'object'): string {
  return kind === 'list' ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}null${'}'.repeat(depth)}`;
}

/** What stands where something else is expected. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [null],
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
  ),
  fc.constantFrom('<!channel>', '../../x', 'U'.repeat(3000), '{"__proto__":{"x":1}}', '\u202e', '%', '9'.repeat(400)),
  fc.constantFrom(60, 300).map((depth): unknown => JSON.parse(deep(depth, 'list'))),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
);

/** One to three places of a recorded payload hold something else, hold it in a list, or are gone. */
export function almost(recorded: readonly object[]): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'wrap'),
    odd: oddValue,
  });
  return fc.tuple(fc.nat(), fc.array(change, { minLength: 0, maxLength: 3 })).map(([which, changes]) => {
    let payload: unknown = recorded[which % recorded.length];
    for (const { at, how, odd } of changes) {
      const places = placesIn(payload);
      const place = places[at % places.length] ?? [];
      payload = changed(payload, place, (found) => (how === 'wrap' ? [found] : how === 'remove' ? undefined : odd));
    }
    return payload;
  });
}
