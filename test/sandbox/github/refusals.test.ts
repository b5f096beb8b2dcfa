import { describe, expect, it } from 'vitest';
import { freshGitHub, refusalOf, target } from './fresh-github.ts';
import { tip } from './refusal-row.ts';
import { refusalsOfMerging } from './refusals-of-merging.ts';
import { refusalsOfWriting } from './refusals-of-writing.ts';

describe('what GitHub refuses', async () => {
  const fresh = await freshGitHub();

  // the rows build on each other: each sets its own scene on top of the last
  for (const { name, given, when, status, message, reasons = [] } of [...refusalsOfMerging, ...refusalsOfWriting]) {
    it(name, async () => {
      await given?.(fresh);
      expect(await refusalOf(when(fresh))).toEqual({ status, message, reasons });
    });
  }

  it('lets one of two writers make a ref', async () => {
    const sha = await tip(fresh, 'main');
    const made = await Promise.allSettled(
      [1, 2].map(() => fresh.octokit.git.createRef({ ...target, ref: 'refs/heads/raced', sha })),
    );
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('counts none of them as a request outside of the description', async () => {
    expect(await fresh.client.refusals()).toEqual([]);
  });
});
