const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }); // as ISO 8601 writes it
  formats.set(zone, made);
  return made;
}

/** A time as a sentence of the core says it, where nothing shows it in the reader's own zone: `2026-11-20 20:00 (Asia/Tokyo)`. */
export function momentWords(at: Date, zone: string): string {
  return `${formatOf(zone).format(at)} (${zone})`;
}
