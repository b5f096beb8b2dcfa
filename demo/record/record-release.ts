import { mkdir } from 'node:fs/promises';
import { launchChromium, type Viewer, viewer } from './viewer.ts';

async function tickAll({ form }: Viewer): Promise<void> {
  for (const box of await form.getByRole('checkbox').all()) await box.check();
}

async function submit({ form }: Viewer): Promise<void> {
  await form.locator('button[type=submit]').click();
  await form.waitFor({ state: 'detached' });
}

async function starts(eyes: Viewer): Promise<void> {
  const { page, form } = eyes;
  const composer = page.getByRole('combobox', { name: /^Message #/ });
  await composer.fill('/release st');
  await page.getByRole('option', { name: '/release start' }).waitFor();
  await eyes.picture('01-composer', page.locator('main'));
  await composer.fill('/release start billing');
  await composer.press('Enter');
  await form.getByText('Last release').waitFor();
  for (const feature of ['invoice-export', 'tax-rounding'])
    await form.getByLabel('Which features?').selectOption({ label: feature });
  await form
    .getByRole('radiogroup', { name: 'Does this release need a public announcement?' })
    .getByLabel('Yes')
    .check();
  await eyes.picture('02-start', form);
  await form.getByLabel('Rollout plan').fill('Canary at 10 %, then all. Back by deploy.yml with v1.4.2.');
  await form.getByLabel('What to watch').fill('Error rate and queue depth of billing');
  await submit(eyes);
  await eyes.button('Open checklist').waitFor();
  await page.getByText('now, 7 of 8 steps done').waitFor();
  await eyes.button(/\d repl/).waitFor();
  await eyes.picture('03-card', page.locator('main .messages'));
}

async function signs(eyes: Viewer): Promise<void> {
  const { page, form } = eyes;
  await eyes.button('Open checklist').click();
  await form.getByText('Release discipline holds').waitFor();
  await tickAll(eyes);
  await eyes.picture('04-checklist', form);
  await submit(eyes);
  await eyes.button('Review and sign').waitFor();
  await page.getByRole('complementary', { name: 'GitHub' }).getByText('slipway/release').first().waitFor();
  await eyes.succeeds('ci.yml');
  await page.getByText('now, 3 of 5 steps done').waitFor();
  await eyes.be('Lena Bauer');
  await eyes.picture('05-pull-request', page.locator('main .messages'));
  await eyes.button('Review and sign').click();
  await form.getByRole('radio', { name: 'Approve', exact: true }).waitFor();
  await tickAll(eyes);
  await form.getByRole('radio', { name: 'Approve', exact: true }).check();
  await form.getByText('What changes').scrollIntoViewIfNeeded();
  await eyes.picture('06-sign-off', form);
  await submit(eyes);
}

async function deploys(eyes: Viewer): Promise<void> {
  const { page, form } = eyes;
  const card = page.locator('main .messages');
  await card.getByText('publish.yml is in progress').waitFor();
  await card.getByText('now, 1 of 4 steps done').waitFor();
  await eyes.picture('07-publishing', card);
  await eyes.succeeds('publish.yml');
  await eyes.be('Omar Okafor');
  await eyes.button(/^Deploy 1\.5\.0/).click();
  await eyes.picture('08-deploy', form);
  await form.getByRole('button', { name: 'Deploy' }).click();
  await card.getByText('deploy.yml is in progress').waitFor();
  await eyes.succeeds('deploy.yml');
  await eyes.button('Open checklist').waitFor();
}

async function ends(eyes: Viewer): Promise<void> {
  const { page, form } = eyes;
  await page.getByRole('button', { name: 'Home', exact: false }).first().click();
  const home = page.getByRole('region', { name: 'Home' });
  await home.getByRole('button', { name: 'Open checklist' }).waitFor();
  await eyes.picture('09-home', home);
  await home.getByRole('button', { name: 'Open checklist' }).click();
  await form.getByText('Metrics are normal', { exact: true }).waitFor();
  await tickAll(eyes);
  for (const box of await form.getByRole('textbox').all()) await box.fill('https://grafana.example/d/billing');
  await submit(eyes);
  await page.getByRole('button', { name: /^dev-backend-github|# dev-backend-github/ }).click();
  await page.locator('main .messages').getByText('Released').waitFor();
  await eyes.picture('10-released', page.locator('main .messages'));
  await page.getByRole('button', { name: /changelog/ }).click();
  await page.locator('main .messages').getByText('1.5.0').first().waitFor();
  await eyes.picture('11-announcement', page.locator('main .messages'));
}

async function small(eyes: Viewer): Promise<void> {
  const { page } = eyes;
  await page.setViewportSize({ width: 390, height: 780 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Close GitHub' }).click();
  await eyes.picture('12-small-and-dark', page.locator('main .messages'));
}

/** Plays a release of billing through the page at an address, and leaves pictures of its main moments in a folder, each with what is to be read in it. */
export async function recordRelease(address: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchChromium();
  try {
    const eyes = await viewer(browser, address, folder);
    await starts(eyes);
    await signs(eyes);
    await deploys(eyes);
    await ends(eyes);
    await small(eyes);
  } finally {
    await browser.close();
  }
}
