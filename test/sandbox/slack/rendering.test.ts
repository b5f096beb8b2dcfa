import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import {
  actions,
  button,
  home,
  input,
  mrkdwn,
  option,
  options,
  picture,
  plain,
  section,
  text,
} from './payload-parts.ts';

let app: Bare;
const noon = Date.UTC(2026, 0, 31, 12) / 1000;
beforeAll(async () => {
  app = await bare({ now: () => noon * 1000 });
});
afterAll(() => app[Symbol.asyncDispose]());

async function rendered(person: string, blocks: unknown[], words = 'x'): Promise<string | undefined> {
  await app.call('chat.postMessage', { channel: 'C0DEV', text: words, ...(blocks.length === 0 ? {} : { blocks }) });
  return (await app.client.person(person).channel('#dev')).at(-1)?.rendered;
}

const texts: readonly (readonly [what: string, text: string, read: string])[] = [
  ['entities', 'a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
  ['mentions', '<@U0MARIA> <@U0SLIPWAY> <@U0NOPE>', '@maria @slipway @U0NOPE'],
  ['groups and channels', '<!subteam^S0LEADS> <#C0DEV> <#C0GONE|gone>', '@leads #dev #gone'],
  ['shouts', '<!channel> <!here>', '@channel @here'],
  ['links', '<https://e.com/a> <https://e.com/b|the b>', 'https://e.com/a the b (https://e.com/b)'],
  ['formatting as typed', '*bold* _it_ `code` :tada:', '*bold* _it_ `code` :tada:'],
  ['a stray bracket', 'a < b', 'a < b'],
  ['a date without format', `<!date^${noon}^|noon>`, 'noon'],
];

describe('a message reads', () => {
  test.each(texts)('%s', async (_what, written, read) => {
    expect(await rendered('kenji', [], written)).toBe(read);
    expect(await rendered('kenji', [section(mrkdwn(written))])).toBe(read);
  });

  test.each([
    ['{date_num} {time}', '2026-01-31 9:00 PM', '2026-01-31 1:00 PM'],
    ['{date_short_pretty} at {time}', 'today at 9:00 PM', 'today at 1:00 PM'],
    ['{date_long}', 'Saturday, January 31, 2026', 'Saturday, January 31, 2026'],
    ['{date_slash} {time_secs}', '31/01/2026 9:00:00 PM', '31/01/2026 1:00:00 PM'],
    ['{unknown}', '{unknown}', '{unknown}'],
  ])('dates in the zone of who reads: %s', async (format, tokyo, rome) => {
    const written = `due <!date^${noon}^${format}|never>`;
    expect(await rendered('kenji', [], written)).toBe(`due ${tokyo}`);
    expect(await rendered('maria', [], written)).toBe(`due ${rome}`);
  });

  test('plain text as it is: no mentions, no dates, no entities', async () => {
    const written = `<@U0MARIA> &amp; <!date^${noon}^{time}|x>`;
    expect(await rendered('kenji', [section(plain(written))])).toBe(written);
  });

  test('blocks line by line, instead of the text', async () => {
    const blocks = [
      { type: 'header', text: plain('Title') },
      { type: 'section', fields: [mrkdwn('*A*'), plain('B')], accessory: button({ text: plain('Open') }) },
      { type: 'divider' },
      { type: 'context', elements: [mrkdwn('by'), picture({ alt_text: 'face' })] },
      actions(button(), { type: 'overflow', options: options(2) }, { type: 'users_select', initial_user: 'U0MARIA' }),
      input(text({ initial_value: 'v' }), { label: plain('Why'), hint: plain('in short'), optional: true }),
      input(
        { type: 'radio_buttons', options: options(2), initial_option: option('option 1') },
        { label: plain('Which') },
      ),
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'a' },
            { type: 'raw_number', text: '1', value: 1 },
          ],
        ],
      },
      picture({ alt_text: 'chart' }),
      { type: 'card', title: mrkdwn('Card'), actions: [button({ text: plain('More') })] },
    ];
    expect(await rendered('kenji', blocks, 'only in the notification')).toBe(
      [
        'Title',
        '*A*\nB\n[Open]',
        '---',
        'by [image: face]',
        '[Go] [⋯ option 0 | option 1] [@maria ▾]',
        'Why (optional): v\nin short',
        'Which:\n○ option 0\n● option 1',
        'a | 1',
        '[image: chart]',
        'Card\n[More]',
      ].join('\n'),
    );
  });

  test('rich text', async () => {
    const line = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
    const elements = [
      line(
        { type: 'text', text: 'To ' },
        { type: 'user', user_id: 'U0MARIA' },
        { type: 'link', url: 'https://e.com', text: 'see' },
      ),
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [line({ type: 'text', text: 'one' }), line({ type: 'emoji', name: 'two' })],
      },
      { type: 'rich_text_quote', elements: [{ type: 'date', timestamp: noon, format: '{time}' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'channel', channel_id: 'C0DEV' }] },
    ];
    expect(await rendered('kenji', [{ type: 'rich_text', elements }])).toBe(
      'To @mariasee (https://e.com)\n1. one\n2. :two:\n> 9:00 PM\n#dev',
    );
  });
});

test('a Home tab reads, with what was chosen in it', async () => {
  const boxes = { type: 'checkboxes', action_id: 'boxes', options: options(2) };
  await app.call('views.publish', {
    user_id: 'U0MARIA',
    view: home([section(mrkdwn('Waiting for <@U0MARIA>')), actions(boxes)]),
  });
  const maria = app.client.person('maria');
  await maria.fills({ boxes: ['option 0'] }, { in: 'home' });
  expect((await maria.home())?.text).toBe('Waiting for @maria\n☑ option 0\n☐ option 1');
  expect(await maria.sees('home', 'Waiting')).toContain('☑ option 0');
});
