/** The first few of many, for a sentence: `a, b, c and 4 more`. `total`: how many there are where `all` names only the first. */
export function few(all: readonly string[], most = 3, total = all.length): string {
  const shown = all.slice(0, most);
  const rest = total - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}
