import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { valuesOf } from '../../src/release/waiting.ts';
import { announcement, missingValues, writtenAnnouncement } from '../../src/views/announcement.ts';
import { billing } from './billing.ts';
import { messageAs } from './read.ts';

const say = '<component> <version> was released at <published.at>.\n';

describe('the changelog announcement', () => {
  it("says the release's own time in the playbook's zone", () => {
    const release = billing('published');
    const message = announcement(release, writtenAnnouncement(release, { say, values: valuesOf(release) }));
    expect(message.text).toBe('billing 1.5.0 was released at 2026-11-20 15:00 JST.');
  });

  it('of a release that was published outside says when that was', () => {
    const outside: ReleaseEvent = {
      type: 'StepCompleted',
      step: 'published',
      how: 'outside',
      by: 'U0MARIA',
      sentence: 'By hand',
    };
    const release = billing('tagged', [
      { type: 'StepCompleted', step: 'artifacts', how: 'made', sentence: 'x' },
      outside,
    ]);
    expect(missingValues(release, say, valuesOf(release))).toEqual([]);
    expect(announcement(release, writtenAnnouncement(release, { say, values: valuesOf(release) })).text).toBe(
      'billing 1.5.0 was released at 2026-11-20 14:12 JST.',
    );
  });

  it('says None of a text that was left empty, and makes a link of the version in a heading of the notes', () => {
    const release = billing('published', [], { answers: { features: ['tax-rounding'], rollout: '' } });
    const notes = '## [1.2.0](https://github.com/acme/billing/compare/v1.1.0...v1.2.0) (2026-11-22)';
    const written = writtenAnnouncement(release, { say: 'Plan: <rollout>', values: valuesOf(release), notes });
    expect(written.text).toBe('Plan: None');
    expect(written.notes).toBe('*<https://github.com/acme/billing/compare/v1.1.0...v1.2.0|1.2.0> (2026-11-22)*');
  });

  it('names what it has no value for', () => {
    const release = billing('tagged');
    expect(missingValues(release, `${say}<nobody.knows>`, valuesOf(release))).toEqual(['published.at', 'nobody.knows']);
  });

  it('shows the notes: headings, items, links; typed text is inert', () => {
    const release = billing('published');
    const notes =
      '## Features\n\n- **tax:** Round \\*half\\* up @&#8203;ana ([#45](https://github.com/acme/billing/pull/45)) by ana-d\n<!-- mark -->\n';
    const message = announcement(release, writtenAnnouncement(release, { say, values: valuesOf(release), notes }));
    expect(messageAs('lena', message).replaceAll('\u200B', '')).toContain(
      '*Features*\n• *tax:* Round *half* up @ana (#45 (https://github.com/acme/billing/pull/45)) by ana-d\n📄 All notes on GitHub (https://github.example/r)',
    );
  });
});
