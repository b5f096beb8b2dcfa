import { describe, expect, it } from 'vitest';
import { inZone } from '../src/zoned-time.ts';

const at = new Date('2026-11-20T05:05:00Z');

describe('a time in a zone', () => {
  it.each([
    ['Asia/Tokyo', '2026-11-20 14:05 JST'],
    ['Etc/UTC', '2026-11-20 05:05 UTC'],
    ['UTC', '2026-11-20 05:05 UTC'],
    ['America/New_York', '2026-11-20 00:05 EST'],
    ['Europe/Berlin', '2026-11-20 06:05 GMT+1'],
    ['Asia/Kolkata', '2026-11-20 10:35 IST'],
  ])('of %s is %s', (zone, text) => {
    expect(inZone(at, zone)).toBe(text);
  });

  it('follows daylight saving', () => {
    expect(inZone(new Date('2026-07-01T12:00:00Z'), 'America/New_York')).toBe('2026-07-01 08:00 EDT');
    expect(inZone(new Date('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toBe('2026-10-25 02:30 GMT+1');
  });

  it('throws for a zone that does not exist', () => {
    expect(() => inZone(at, 'Mars/Olympus')).toThrow(RangeError);
  });
});
