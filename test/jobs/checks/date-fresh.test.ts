import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateIn, dateOf, daysAfter, daysBetween } from '../../../src/jobs/checks/calendar-date.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
});
afterAll(() => local.server.stop());

const today = dateOf(new Date(), 'Etc/UTC'); // the trial's playbook names no zone
const daysAgo = (days: number) => daysAfter(today, -days);

async function look(file: string, text: string, change: Readonly<Record<string, unknown>>, later = 0) {
  await local.billing.pushes('ana-d', 'dev', { [file]: text }, 'docs: reviewed');
  const trial = await trialRelease(local.client, [
    { check: 'date-fresh', file, ref: 'dev', days: 30, as: 'it', ...change },
  ]);
  trial.later(later);
  return await trial.look('it');
}
const said = async (...given: Parameters<typeof look>) => {
  const { outcome, sentence } = (await look(...given)).reading ?? {};
  return `${outcome}: ${sentence}`;
};

describe('a date of the calendar', () => {
  it.each([
    ['2026-11-21', '2026-11-21'],
    ['Reviewed 2026-11-21, again 2026-12-01', '2026-11-21'],
    ['2026-11-21T20:00:00Z', '2026-11-22'],
    ['2026-11-21T20:00:00+09:00', '2026-11-21'],
    ['2026-02-30', undefined],
    ['2026-13-01', undefined],
    ['v1.2026-11-21', undefined],
    ['12026-11-211', undefined],
    ['21.11.2026', undefined],
  ])('%s, in Tokyo', (text, date) => expect(dateIn(text, 'Asia/Tokyo')).toBe(date));

  it('is counted by the calendar', () => {
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
    expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
    expect(daysAfter('2028-02-28', 2)).toBe('2028-03-01');
    expect(dateOf(new Date('2026-11-21T16:00:00Z'), 'Asia/Tokyo')).toBe('2026-11-22');
  });
});

describe('date-fresh reads data', () => {
  const at = { at: 'reviewed.at' };
  const file = 'threats.yml';

  it('passes up to the last day, says until when it holds, and is red after that', async () => {
    expect(await look(file, `reviewed: { at: ${daysAgo(29)} }\n`, at)).toMatchObject({
      status: 'done',
      done: {
        sentence: `reviewed.at in ${file} on dev is ${daysAgo(29)}, 29 days ago: it holds until ${daysAgo(-1)}.`,
        link: expect.stringContaining(file),
      },
    });
    expect((await look(file, `reviewed: { at: ${daysAgo(28)} }\n`, at, 86_400_000)).status).toBe('done');
    expect(await said(file, `reviewed: { at: ${daysAgo(28)} }\n`, at, 3 * 86_400_000)).toBe(
      `fail: reviewed.at in ${file} on dev is ${daysAgo(28)}, 31 days ago, and may be 30 days old: it held until ${daysAgo(-2)}. Do it again, and write the new date.`,
    );
  });

  it('wants a date that has come', async () => {
    expect(await said(file, `reviewed: { at: ${daysAgo(-3)} }\n`, at)).toBe(
      `fail: reviewed.at in ${file} on dev is ${daysAgo(-3)}, which is still to come. Write the date on which it was done.`,
    );
    expect(await said(file, 'reviewed: { at: soon }\n', at)).toContain(
      'is "soon", which is no date such as 2026-11-21.',
    );
    expect(await said(file, 'reviewed: { at: 20261121 }\n', at)).toContain('is 20261121, which is no date');
    expect(await said(file, 'reviewed: {}\n', at)).toContain(`fail: ${file} on dev has no reviewed.at.`);
    expect(await said(file, '{', at)).toContain(`fail: ${file} is not YAML`);
  });
});

describe('date-fresh reads Markdown', () => {
  const say = { say: 'Last reviewed' };
  const file = 'docs/threats.md';

  it.each([
    `Last reviewed: ${today}`,
    `- **Last reviewed** ${today} by ana`,
    `| Last reviewed | ${today} |`,
    `Last reviewed:\n\nlast reviewed on ${today}T00:00:00Z`,
  ])('%j', async (text) =>
    expect((await look(file, `# Threats\n\n${text}\n`, say)).done?.sentence).toBe(
      `“Last reviewed” in ${file} on dev is ${today}, today: it holds until ${daysAgo(-30)}.`,
    ),
  );

  it('says what is missing', async () => {
    expect(await said(file, `Reviewed ${today}\n<!-- Last reviewed ${today} -->\n`, say)).toBe(
      `fail: ${file} on dev has no line that begins with “Last reviewed”. Write it there with its date, such as 2026-11-21.`,
    );
    expect(await said(file, 'Last reviewed: soon\n', say)).toContain(
      `fail: ${file} on dev has no date after “Last reviewed”.`,
    );
    expect(await said(file, `Last reviewed: ${daysAgo(400)}\n`, say)).toContain('400 days ago, and may be 30 days old');
    const gone = await trialRelease(local.client, [
      { check: 'date-fresh', file: 'gone.md', ref: 'dev', say: 'x', days: 1, as: 'it' },
    ]);
    expect((await gone.look('it')).reading?.sentence).toBe('gone.md is not on dev. Add it.');
  });

  it('is unavailable where the file is too large to be read', async () =>
    expect(await said(file, 'x'.repeat(1024 * 1024 + 1), say)).toContain(
      'unavailable: docs/threats.md on dev is larger',
    ));
});
