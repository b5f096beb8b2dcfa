import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { findChromium } from '../find-chromium.ts';
import { inGeneral } from './in-general.ts';

/** Somebody who looks at the page, does what people do, and takes pictures. */
export interface Viewer {
  readonly page: Page;
  /** The form that is open. */
  readonly form: Locator;
  /** Becomes somebody, by their full name. */
  be(name: string): Promise<void>;
  /** The newest button of that text on the page. */
  button(text: string | RegExp): Locator;
  /** Ends the newest workflow run that waits, by the button of the GitHub side. */
  succeeds(workflow: string): Promise<void>;
  /** Writes `<name>.png`, and in `<name>.txt` what is to be read in a part of it. */
  picture(name: string, part: Locator): Promise<void>;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const patienceMs = 60_000;

/** Starts the system's own Chromium. Throws a sentence where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('Chromium is missing: install the package chromium, or say by CHROMIUM where it is.');
  return await chromium.launch({ executablePath, args: flags });
}

/** Opens the page in a window of its own. Pictures go to a folder that is there. */
export async function viewer(browser: Browser, address: string, folder: string): Promise<Viewer> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
  page.setDefaultTimeout(patienceMs);
  await page.goto(address);
  const github = page.getByRole('complementary', { name: 'GitHub' });
  return {
    page,
    form: page.getByRole('dialog'),
    async be(name) {
      const value = await page.locator('.you option', { hasText: name }).getAttribute('value');
      await page.getByLabel('You are').selectOption(value);
      await page.locator('.messages .message').first().waitFor();
    },
    button: (text) => page.locator('main').getByRole('button', { name: text }).last(),
    async succeeds(workflow) {
      const run = github.locator('li.run', { hasText: workflow }).first();
      await run.getByRole('button', { name: 'Succeed' }).click();
      await run.getByRole('button', { name: 'Succeed' }).waitFor({ state: 'detached' });
    },
    async picture(name, part) {
      await page.mouse.move(0, 0);
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      await writeFile(path.join(folder, `${name}.txt`), `${inGeneral(await part.innerText())}\n`);
    },
  };
}
