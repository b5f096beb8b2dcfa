import { describe, expect, it } from 'vitest';
import { releaseNotes } from '../../src/release/notes.ts';
import { notesBody } from '../../src/release/notes-sections.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { placeholderFindings } from '../../src/release/playbook-placeholders.ts';
import { backendService, releaseAfter, started } from './given.ts';

const notes = {
  'Release name / number': '<component> <version>',
  Date: '<date>',
  'Notable changes': '<changes>',
  'Migration steps': '<rollout>',
  'Known issues': '<watch>',
};
const commit = (message: string) => ({
  sha: 'a'.repeat(40),
  url: 'https://x/a',
  parents: [],
  pullRequests: [],
  message,
});
const wanted = { changes: { commits: [commit('feat: rounding')], pullRequests: [], truncated: false } };
const written = (answers: Readonly<Record<string, string>>, sections: Readonly<Record<string, string>> = notes) =>
  notesBody(releaseAfter(started({ playbook: { ...backendService, notes: sections }, answers })), wanted, {
    date: '2026-11-20',
    foot: 'The foot.',
  });

describe('notes by the playbook’s headings', () => {
  it('have each heading in its order, what people typed, and what changed by kind below its heading', () =>
    expect(written({ rollout: 'Stop the writers\n- run migrate\n- start them', watch: '' })).toBe(
      [
        '## Release name / number\n\nbilling 1.5.0',
        '## Date\n\n2026-11-20',
        '## Notable changes\n\n### Features\n\n- rounding ([aaaaaaa](https://x/a))',
        '## Migration steps\n\nStop the writers\n- run migrate\n- start them',
        '## Known issues\n\nNone.',
        'The foot.',
      ].join('\n\n'),
    ));

  it('let nothing that people typed become a mention, HTML or a heading', () => {
    const body = written({ rollout: '# Big\n<b>@acme/all</b> [x](https://evil.example)', watch: '' });
    expect(body).toContain('\\# Big\n\\<b\\>@&#8203;acme/all\\</b\\> \\[x\\](https://evil.example)');
  });

  it('are by kind of change where the playbook says nothing', () =>
    expect(notesBody(releaseAfter(started()), wanted, { date: '2026-11-20', foot: 'The foot.' })).toBe(
      releaseNotes(wanted, 'The foot.'),
    ));

  it('stay within the longest body that GitHub takes, whatever was typed', () => {
    const many = {
      changes: { ...wanted.changes, commits: Array.from({ length: 3000 }, () => commit(`fix: ${'x'.repeat(60)}`)) },
    };
    const release = releaseAfter(
      started({ playbook: { ...backendService, notes }, answers: { rollout: 'y'.repeat(3000), watch: '' } }),
    );
    const body = notesBody(release, many, { date: '2026-11-20', foot: 'The foot.' });
    expect(body.length).toBeLessThanOrEqual(125_000);
    expect(body).toMatch(/…and \d+ more changes\./);
    expect(body.endsWith('The foot.')).toBe(true);
  });

  it('may name what is known when they are written, and no step', () => {
    const playbook = playbookSchema.parse({
      ...backendService,
      notes: { A: '<changes> <rollout>', B: '<pr.url>', C: '<watsh>' },
    });
    expect([...placeholderFindings(playbook)].map(({ path, message }) => [path, message])).toEqual([
      [['notes', 'B'], '<pr.url> is not known in the notes.'],
      [['notes', 'C'], '<watsh> is not known in the notes.'],
    ]);
  });
});
