import type { App } from '@slack/bolt';
import { expect, it } from 'vitest';
import { openPage } from './rig/open-page.ts';
import { openWindows } from './rig/open-windows.ts';
import type { Visitor } from './rig/visitor.ts';

const image = '<img src=x onerror="owned=1">';
const script = '<script>owned=1</script>';
const broken = `"'></textarea></title></style>${image}${script}`;

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text }) as const;
const links = [
  '<javascript:owned=1|a script>',
  '<JavaScript:owned=1|another script>',
  '<data:text/html,<script>owned=1</script>|some data>',
  '<https://example.com/"onmouseover="owned=1|a link>',
  '<https://example.com/a&amp;b|*bold* link>',
];

/** An app that writes markup wherever it may. */
function writesMarkup(app: App): void {
  app.command('/say', async ({ ack, client, command }) => {
    await ack();
    await client.chat.postMessage({
      channel: command.channel_id,
      text: 'markup',
      blocks: [
        { type: 'header', text: plain(`Header ${image}`) },
        { type: 'section', text: mrkdwn(`Section ${broken}\n${links.join('\n')}\n\`${script}\``) },
        { type: 'context', elements: [plain(`Context ${image}`)] },
        { type: 'actions', elements: [{ type: 'button', action_id: 'b', text: plain(`Button ${image}`) }] },
      ],
    });
  });
  app.command('/ask', async ({ ack, client, command }) => {
    await ack();
    const element = { type: 'plain_text_input', action_id: 'a', multiline: true, placeholder: plain(broken) } as const;
    const options = [{ text: plain(`Option ${image}`), value: 'o' }];
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'ask',
        title: plain('<b>Title</b>'),
        submit: plain('<i>Send</i>'),
        blocks: [
          { type: 'input', block_id: 'text', label: plain(`Label ${image}`), hint: plain(`Hint ${image}`), element },
          {
            type: 'input',
            optional: true,
            label: plain('Choice'),
            element: { type: 'static_select', action_id: 's', options },
          },
        ],
      },
    });
  });
  app.view('ask', ({ ack }) => ack({ response_action: 'errors', errors: { text: `Error ${image}` } }));
}

const { address, shop } = await openPage(writesMarkup);
const windows = await openWindows();

const strange =
  'script:not(head script), iframe, object, [onerror], [onmouseover], a[href^="javascript" i], a[href^="data" i]';

/** Nothing of what was written has become a part of the page. Whatever had run would be said by the console too. */
async function nothingCameOfIt({ page }: Visitor): Promise<void> {
  expect(await page.evaluate('globalThis.owned')).toBeUndefined();
  expect(await page.locator(strange).count()).toBe(0);
  expect(await page.locator('img:not([src="/icon.svg"])').count()).toBe(0);
}

it('what people write in messages stays text', async () => {
  const visitor = await windows.open(address);
  const { main, thread, page, types } = visitor;
  await types(`Look: ${broken}`);
  const said = main.getByRole('article').filter({ hasText: 'Look:' });
  await said.getByText(`Look: ${broken}`).waitFor();
  await said.hover();
  await said.getByRole('button', { name: 'Reply in thread' }).click();
  await thread.getByRole('combobox').fill(`Reply ${image} javascript:owned=1 <javascript:owned=1|x>`);
  await page.keyboard.press('Enter');
  await thread.getByText(`Reply ${image} javascript:owned=1 <javascript:owned=1|x>`).waitFor();
  await nothingCameOfIt(visitor);
});

it('what an app writes in messages stays text, and only addresses of the web become links', async () => {
  const visitor = await windows.open(address);
  const { main, page, types } = visitor;
  await types('/say');
  await main.getByRole('heading', { name: `Header ${image}` }).waitFor();
  await main.getByRole('button', { name: `Button ${image}` }).waitFor();
  const written = main.getByRole('article').filter({ hasText: 'Section' });
  await expect(written.textContent()).resolves.toContain(script);
  const addresses = await written.getByRole('link').evaluateAll((all) => all.map(String));
  expect(addresses).toEqual(['https://example.com/%22onmouseover=%22owned=1', 'https://example.com/a&b']);
  await written.getByText('a script', { exact: true }).click();
  await page.reload();
  windows.expectTroubles(/ERR_ABORTED/); // what was under way
  await main.getByRole('heading', { name: `Header ${image}` }).waitFor();
  await nothingCameOfIt(visitor);
});

it('what is written in forms stays text', async () => {
  const visitor = await windows.open(address);
  const { dialog, page, types } = visitor;
  await types('/ask');
  const field = dialog.getByLabel(`Label ${image}`);
  await field.fill(broken);
  await dialog.getByRole('combobox', { name: 'Choice' }).selectOption({ label: `Option ${image}` });
  await dialog.getByRole('button', { name: '<i>Send</i>' }).click();
  await dialog.getByRole('alert').getByText(`Error ${image}`).waitFor();
  await page.reload();
  windows.expectTroubles(/ERR_ABORTED/); // what was under way
  await expect.poll(() => field.inputValue(), { timeout: 60_000 }).toBe(broken);
  await dialog.getByRole('heading', { name: '<b>Title</b>' }).waitFor();
  await nothingCameOfIt(visitor);
  await visitor.cancels();
});

it('what is written at GitHub stays text', async () => {
  await shop.opensPullRequest('ana-d', { title: 'A cart', head: 'dev', base: 'main', body: `Body ${broken}` });
  const visitor = await windows.open(address);
  const { github } = visitor;
  const title = `A ${broken}`;
  await github.locator('summary', { hasText: 'Rename' }).click();
  await github.getByRole('textbox', { name: 'Title' }).first().fill(title);
  await github.getByRole('button', { name: 'Rename' }).click();
  const pull = github.getByRole('listitem').filter({ hasText: title });
  await pull.getByText('Description').click();
  await pull.getByText(`Body ${broken}`).waitFor();
  await github.getByText('Push a commit').click();
  await github.getByRole('textbox', { name: 'Message' }).fill(`fix: ${image}`);
  await github.getByRole('button', { name: 'Push' }).click();
  await github.locator('summary', { hasText: 'Branches' }).click();
  await github.getByRole('listitem').getByText(`fix: ${image}`).waitFor();
  await nothingCameOfIt(visitor);
});
