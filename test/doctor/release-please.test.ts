import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setScene } from '../../sandbox/github/set-scene.ts';
import { type Clinic, openClinic } from './clinic.ts';

let clinic: Clinic;
beforeEach(async () => {
  clinic = await openClinic();
  cpSync('slipway.yml', join(clinic.folder, 'slipway.yml'));
  await setScene(clinic.github);
});
afterEach(() => clinic.close());

it('the shipped slipway.yml, its playbooks and the repositories of the sandbox fit each other', async () => {
  expect(await clinic.complaints()).toEqual([]);
  const about = (await clinic.examine()).filter((one) => one.about === 'Repository of platform');
  expect(about.map(({ code }) => code)).toContain('workflow');
});

it('a workflow of Release Please that cannot be started is told', async () => {
  const platform = clinic.github.repository('acme/platform');
  const text = (await platform.file('main', '.github/workflows/release-please.yml')) ?? '';
  const files = { '.github/workflows/release-please.yml': text.replace('  workflow_dispatch: {}\n', '') };
  await platform.pushes('omar-o', 'main', files, 'ci: by schedule only');
  expect((await clinic.complaints()).join('\n')).toMatch(
    /release-please\.yml cannot be started by Slipway\. It stops “Pull request of Release Please” of release-please\./,
  );
});

it('a workflow whose Release Please does not look at the branches of hotfixes is told', async () => {
  const platform = clinic.github.repository('acme/platform');
  const path = '.github/workflows/release-please.yml';
  const text = (await platform.file('main', path)) ?? '';
  const without = text.replace(/ +target-branch: .*\n/, '');
  expect(without).not.toBe(text);
  await platform.pushes('omar-o', 'main', { [path]: without }, 'ci: the default branch only');
  const told = (await clinic.examine()).filter(({ code }) => code === 'workflow-target-branch');
  expect(told.map(({ says }) => says)).toEqual([
    expect.stringMatching(
      /^Release Please in release-please\.yml looks at main only, and never proposes a release of hotfix\/<issue>\. It stops “.+” of release-please-hotfix\.$/,
    ),
  ]);
});
