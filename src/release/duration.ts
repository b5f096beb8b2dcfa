const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a playbook's duration, such as `45m`, `8h`, `3d`. Throws on anything else: the schema has let only those through. */
export function millisecondsOf(text: string): number {
  const [, count, letter] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (letter !== 'm' && letter !== 'h' && letter !== 'd') throw new Error(`${text} is not a duration.`);
  return Number(count) * unit[letter];
}
