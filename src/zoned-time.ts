import { createRequire } from 'node:module';

// Its CommonJS build: importing date-fns-tz as an ES module loads 300 files and costs a second at the start.
const { formatInTimeZone }: typeof import('date-fns-tz') = createRequire(import.meta.url)('date-fns-tz');

/** Zones whose usual abbreviation `Intl` does not say in English: it says GMT+9 for Asia/Tokyo. */
const usual: Readonly<Record<string, string>> = {
  'Asia/Tokyo': 'JST',
  Japan: 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Kolkata': 'IST',
  'Etc/UTC': 'UTC',
};

/** Formatting is dear (half of drawing a status message, by a profile), and the same times are shown again and again. */
const formatted = new Map<string, string>();
const most = 2000;

/**
 * A time as people of that zone write it, with the zone: `2026-11-20 14:05 JST`; an offset such as `GMT+1` where no abbreviation is usual.
 * @param zone IANA name. Throws RangeError for one that does not exist.
 */
export function inZone(at: Date, zone: string): string {
  const key = `${Math.floor(at.getTime() / 60_000)} ${zone}`;
  const known = formatted.get(key);
  if (known !== undefined) return known;
  const text = `${formatInTimeZone(at, zone, 'yyyy-MM-dd HH:mm')} ${usual[zone] ?? formatInTimeZone(at, zone, 'zzz')}`;
  if (formatted.size >= most) formatted.clear();
  formatted.set(key, text);
  return text;
}
