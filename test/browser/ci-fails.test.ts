import { expect, it } from 'vitest';
import { openWindows } from './rig/open-windows.ts';
import { ends, signs, startsBilling } from './rig/release-acts.ts';
import { startDemo } from './rig/start-demo.ts';
import type { Visitor } from './rig/visitor.ts';

const demo = await startDemo();
const windows = await openWindows();

/** Pushes a commit to dev, by the form of the GitHub side. */
async function pushes({ github }: Visitor, message: string): Promise<void> {
  await github.getByText('Push a commit').click();
  const form = github.getByRole('group').filter({ hasText: 'Push a commit' });
  await expect.poll(() => form.getByLabel('Branch').inputValue()).toBe('dev');
  await form.getByLabel('Message').fill(message);
  await form.getByRole('button', { name: 'Push' }).click();
}

it('Slipway says that CI failed, and goes on when a pushed commit passes', async () => {
  const visitor = await windows.open(demo);
  const { github, main, tour } = visitor;
  await github.getByRole('button', { name: 'Close GitHub' }).click();
  await startsBilling(visitor);
  await tour.getByText('CI of the pull request: Slipway waits for GitHub.').waitFor();
  await tour.getByRole('button', { name: 'Go there' }).click();

  await ends(visitor, 'ci.yml', 'Fail');
  await main.getByText('🔴 Red: CI of the pull request').waitFor();
  await main.getByRole('link', { name: /^1 check failed on [0-9a-f]{7}: ci \(failure\)/ }).waitFor();
  await github.getByRole('listitem').filter({ hasText: 'github-actions' }).getByText('failure').waitFor();

  await visitor.becomes('Ana Duarte');
  await pushes(visitor, 'fix: what CI found');
  await ends(visitor, 'ci.yml');
  await main.getByText('🔴').waitFor({ state: 'detached' });
  // what was asked before the push is void: the next question is there when GitHub has its status at the new commit
  const asked = github.getByRole('listitem').filter({ hasText: /slipway\/release.*waits for: Backend lead signs/ });
  await asked.first().waitFor();
  await visitor.becomes('Lena Bauer');
  await signs(visitor);
  await main.getByText('stage 3 of 5: Release').waitFor();
  await github.locator('summary', { hasText: 'Merged and closed pull requests' }).click();
  const pull = github.getByRole('listitem').filter({ hasText: 'Release billing 1.5.0' });
  await pull.getByText('merged', { exact: true }).waitFor();
});
