import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWorkingTime,
  nextMorning,
  nextWorkingTime,
  type WorkingHours,
  weekdays,
} from '../../src/release/working-time.ts';

const usual: WorkingHours = { from: 9 * 60, to: 18 * 60, days: ['mon', 'tue', 'wed', 'thu', 'fri'] };
const next = (at: string, zone: string, hours = usual, holidays: readonly string[] = []): string =>
  nextWorkingTime(new Date(at), zone, hours, holidays).toISOString();

describe('the next working time', () => {
  it('is now for whoever is at work', () =>
    expect(next('2026-11-20T10:30:00.123Z', 'Europe/Berlin')).toBe('2026-11-20T10:30:00.123Z'));
  it('is this morning before it begins, and the next one from its end on', () => {
    expect(next('2026-11-20T07:59:00Z', 'Europe/Berlin')).toBe('2026-11-20T08:00:00.000Z');
    expect(next('2026-11-19T17:00:00Z', 'Europe/Berlin')).toBe('2026-11-20T08:00:00.000Z');
  });
  it('is of the person’s own day: it is Saturday in Tokyo while New York works', () => {
    expect(next('2026-11-20T16:00:00Z', 'America/New_York')).toBe('2026-11-20T16:00:00.000Z');
    expect(next('2026-11-20T16:00:00Z', 'Asia/Tokyo')).toBe('2026-11-23T00:00:00.000Z');
  });
  it('leaves out weekends and holidays', () =>
    expect(next('2026-12-24T20:00:00Z', 'Europe/Berlin', usual, ['2026-12-25', '2026-12-28'])).toBe(
      '2026-12-29T08:00:00.000Z',
    ));
  it('keeps the hour of the wall clock when summer time begins and ends', () => {
    expect(next('2026-03-27T20:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T07:00:00.000Z');
    expect(next('2026-10-23T20:00:00Z', 'Europe/Berlin')).toBe('2026-10-26T08:00:00.000Z');
  });
  it('is a day later where summer time leaves out the whole of the hours', () => {
    const night: WorkingHours = { from: 2 * 60, to: 3 * 60, days: weekdays };
    expect(next('2026-03-28T12:00:00Z', 'Europe/Berlin', night)).toBe('2026-03-30T00:00:00.000Z');
  });
  it('begins once where an hour comes twice', () => {
    const night: WorkingHours = { from: 2 * 60, to: 3 * 60, days: weekdays };
    expect(['2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z']).toContain(
      next('2026-10-24T12:00:00Z', 'Europe/Berlin', night),
    );
  });
  it('holds nothing back for ever', () => {
    const years = Array.from({ length: 2000 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
    expect(next('2026-01-10T12:00:00Z', 'Etc/UTC', usual, years)).toBe('2026-01-10T12:00:00.000Z');
  });
});

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Africa/Casablanca',
  'Asia/Beirut',
];
const year = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };
/** Moments of a year, half of them within a day of a change of summer time in Berlin, New York or Lord Howe. */
const changes = [
  '2026-03-29T01:00Z',
  '2026-10-25T01:00Z',
  '2026-03-08T07:00Z',
  '2026-11-01T06:00Z',
  '2026-04-04T15:00Z',
];
const moments = fc
  .oneof(
    fc.integer({ min: year.from, max: year.to }),
    fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -86_400_000, max: 86_400_000 }))
      .map(([change, by]) => Date.parse(change) + by),
  )
  .map((at) => new Date(at));
const hours = fc
  .record({
    times: fc.uniqueArray(fc.integer({ min: 0, max: 24 * 60 - 1 }), { minLength: 2, maxLength: 2 }),
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
  })
  .map(({ times, days }): WorkingHours => ({ from: Math.min(...times), to: Math.max(...times), days }));
const dates = fc.array(
  fc.integer({ min: 0, max: 380 }).map((n) => new Date(year.from + n * 86_400_000).toISOString().slice(0, 10)),
  { maxLength: 30 },
);

describe('across the year, its changes of the clock, zones, hours and holidays, the next working time', () => {
  it('is never earlier than asked, and always within the hours', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), hours, dates, (at, zone, when, holidays) => {
        const found = nextWorkingTime(at, zone, when, holidays);
        expect(found.getTime()).toBeGreaterThanOrEqual(at.getTime());
        expect(isWorkingTime(found, zone, when, holidays)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
  it('is itself its next, so that nothing is put off twice', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), hours, dates, (at, zone, when, holidays) => {
        const found = nextWorkingTime(at, zone, when, holidays);
        expect(nextWorkingTime(found, zone, when, holidays)).toEqual(found);
      }),
      { numRuns: 1000 },
    );
  });
  it('leaves out no working minute of the usual hours', () => {
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom(...zones),
        dates,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (at, zone, holidays, part) => {
          const found = nextWorkingTime(at, zone, usual, holidays);
          const between = new Date(at.getTime() + Math.floor((found.getTime() - at.getTime()) * part) - 1);
          if (between >= at) expect(isWorkingTime(between, zone, usual, holidays)).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('the next morning', () => {
  it('is of the day after, even for whoever is at work', () => {
    const morning = (at: string, zone: string) => nextMorning(new Date(at), zone, usual, []).toISOString();
    expect(morning('2026-11-19T10:00:00Z', 'Europe/Berlin')).toBe('2026-11-20T08:00:00.000Z');
    expect(morning('2026-11-20T10:00:00Z', 'Europe/Berlin')).toBe('2026-11-23T08:00:00.000Z');
    expect(morning('2026-11-19T05:00:00Z', 'America/New_York')).toBe('2026-11-20T14:00:00.000Z');
  });
});
