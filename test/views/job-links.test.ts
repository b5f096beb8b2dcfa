import { expect, it } from 'vitest';
import { jobLinks } from '../../src/views/job-links.ts';

const job = (name: string) => ({ name, url: `https://github.com/acme/platform/actions/runs/1/job/${name.length}` });

it('every failed job leads to its log; one alone is linked by the sentence already', () => {
  expect(jobLinks([job('api <b>'), job('portal')])).toEqual([
    '*Failed jobs:* <https://github.com/acme/platform/actions/runs/1/job/7|api &lt;b&gt;>, <https://github.com/acme/platform/actions/runs/1/job/6|portal>',
  ]);
  expect(jobLinks([job('api')])).toEqual([]);
  expect(jobLinks(undefined)).toEqual([]);
});

it('a matrix of many is cut', () =>
  expect(jobLinks(Array.from({ length: 12 }, (_, n) => job(`image-${n}`)))[0]).toMatch(/ and 2 more$/));
