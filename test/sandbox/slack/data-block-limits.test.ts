import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import { flaw, holds, type Rule, type Size } from './limit-rows.ts';
import { button, long, mrkdwn, plain, times } from './payload-parts.ts';

let app: Bare;
beforeAll(async () => {
  app = await bare();
});
afterAll(() => app[Symbol.asyncDispose]());

const cells = (count: number, text = 'x') => times(count, () => ({ type: 'raw_text', text }));
const table = (rows: unknown) => [{ type: 'table', rows }];
const dataTable = (rows: unknown, more = {}) => [{ type: 'data_table', caption: 'c', rows, ...more }];
const card = (more: Record<string, unknown>) => ({ type: 'card', title: mrkdwn('Card'), ...more });
const cards = (count: number) => [{ type: 'carousel', elements: times(count, () => card({})) }];
const divider = { type: 'divider' };
const container = (more: Record<string, unknown>) => [
  { type: 'container', title: plain('c'), child_blocks: [divider], ...more },
];
const chart = (of: Record<string, unknown>, title = 'Chart') => ({ type: 'data_visualization', title, chart: of });
const segments = (count: number) => times(count, (index) => ({ label: `s${index}`, value: 1 }));
const pie = (count: number, title?: string) => chart({ type: 'pie', segments: segments(count) }, title);
const bars = (count: number, label = 'Mon') =>
  chart({
    type: 'bar',
    series: times(count, (index) => ({ name: `n${index}`, data: [{ label, value: 1 }] })),
    axis_config: { categories: ['Mon'] },
  });
const first = '/blocks/0';

const cut = 'must be less than';
const sizes: readonly Size[] = [
  ['markdown', 12_000, 'characters', (n) => [{ type: 'markdown', text: long(n) }], `${first}/text`],
  ['table rows', 100, 'items', (n) => table(times(n, () => cells(1))), `${first}/rows`],
  ['table cells a row', 20, 'items', (n) => table([cells(n)]), `${first}/rows/0`],
  ['data table rows', 201, 'items', (n) => dataTable(times(n, () => cells(1))), `${first}/rows`],
  [
    'data table columns',
    20,
    'items',
    (n) => dataTable([cells(n), cells(20)].slice(n > 20 ? 0 : 1).concat([cells(20)])),
    `${first}/rows/0`,
  ],
  [
    'data table page',
    100,
    'value',
    (n) =>
      dataTable(
        times(2, () => cells(1)),
        { page_size: n },
      ),
    `${first}/page_size`,
  ],
  ['card title', 150, 'characters', (n) => [card({ title: mrkdwn(long(n)) })], `${first}/title/text`],
  ['card subtitle', 150, 'characters', (n) => [card({ subtitle: mrkdwn(long(n)) })], `${first}/subtitle/text`],
  ['card body', 200, 'characters', (n) => [card({ body: mrkdwn(long(n)) })], `${first}/body/text`],
  ['card buttons', 3, 'items', (n) => [card({ actions: times(n, () => button()) })], `${first}/actions`],
  ['carousel cards', 10, 'items', cards, `${first}/elements`],
  [
    'container children',
    10,
    'items',
    (n) => container({ child_blocks: times(n, () => divider) }),
    `${first}/child_blocks`,
  ],
  ['container title', 150, 'characters', (n) => container({ title: plain(long(n)) }), `${first}/title/text`],
  ['container subtitle', 150, 'characters', (n) => container({ subtitle: plain(long(n)) }), `${first}/subtitle/text`],
  ['chart title', 50, 'characters', (n) => [pie(1, long(n))], `${first}/title`],
  ['chart segments', 6, 'items', (n) => [pie(n)], `${first}/chart/segments`],
  ['chart series', 6, 'items', (n) => [bars(n)], `${first}/chart/series`],
];

const rules: readonly Rule[] = [
  [
    'markdown sums to 12,000',
    times(2, () => ({ type: 'markdown', text: long(6000) })),
    times(2, () => ({ type: 'markdown', text: long(6001) })),
    `markdown blocks ${cut} 12001 characters in total`,
    '/blocks',
  ],
  [
    'tables sum to 10,000',
    table([cells(1, long(10_000))]),
    table(times(2, () => cells(1, long(5001)))),
    `table cells ${cut} 10001 characters in total`,
    '/blocks',
  ],
  [
    'a data table has two rows',
    dataTable(times(2, () => cells(1))),
    dataTable([cells(1)]),
    'no fewer than 2 items allowed',
    `${first}/rows`,
  ],
  [
    'a data table is rectangular',
    dataTable([cells(2), cells(2)]),
    dataTable([cells(2), cells(1)]),
    'all rows must have the same number of cells',
    `${first}/rows`,
  ],
  [
    'a container has one title',
    container({}),
    container({ rich_text_title: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] } }),
    'must define either `title` or `rich_text_title`, not both',
    first,
  ],
  [
    'a card says something',
    [card({})],
    [{ type: 'card', subtitle: mrkdwn('x') }],
    'must define at least one of `hero_image`, `title`, `body`, `actions`',
    first,
  ],
  [
    'chart points lie on the axis',
    [bars(1)],
    [bars(1, 'Tue')],
    'data labels must match the axis categories',
    `${first}/chart/series`,
  ],
  [
    'two charts a message',
    [pie(1), pie(1)],
    [pie(1), pie(1), pie(1)],
    'no more than 2 data_visualization blocks allowed',
    '/blocks',
  ],
];

const send = (blocks: unknown) => app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks });

holds('tables, charts, cards, containers, markdown', 'invalid_blocks', send, { sizes, rules });

test('data table: 20,000 in all', async () => {
  const { messages } = await send(dataTable(times(3, () => cells(1, long(7000)))));
  expect(messages).toEqual([flaw('data_table cells must be less than 20001 characters in total', '/blocks')]);
});
