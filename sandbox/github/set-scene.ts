import type { GitHubClient, RepositoryClient } from './client.ts';

/** The workflows of platform that nobody waits to end by hand do so by themselves, and main's lint has. */
export async function platformScene(platform: RepositoryClient): Promise<void> {
  for (const workflow of ['release-please.yml', 'configs-and-helm.yml', 'docs.yml'])
    await platform.autofinish(workflow, 'success');
  await platform.dispatches('omar-o', 'configs-and-helm.yml', 'main');
}

const valuesOf = (version: string) => ({
  'overlays/staging/values.yaml': `platform:\n  version: ${version}\n`,
  'overlays/production/values.yaml': `platform:\n  version: ${version}\n`,
  'helm/platform/values.yaml': `image:\n  repository: images.acme.example/platform-api\n  tag: ${version}\n`,
});

/** Something of 1.1.0 is broken, and Ben has the fix on a branch: what a hotfix is for. */
async function brokenUpload(platform: RepositoryClient): Promise<void> {
  await platform.opensIssue('ben-w', { title: 'Upload hangs during a snapshot' });
  const files = { 'storage/upload.ts': '// no lock\n', ...valuesOf('1.1.1') };
  await platform.pushes('ben-w', 'fix/upload', files, 'fix(storage): upload during a snapshot', { from: 'v1.1.0' });
}

/** main of storefront holds a change of sign-in too; its CI is green, its milestone complete, and no scanner found anything. */
async function storefrontScene(storefront: RepositoryClient): Promise<void> {
  await storefront.autofinish('ci.yml', 'success');
  const message = 'fix(auth): sessions end after a day';
  await storefront.pushes('ben-w', 'main', { 'src/auth/session.ts': '// shorter\n' }, message);
  await storefront.autofinish('ci.yml', 'manual'); // from now on it ends as somebody says
  await storefront.milestone('v2.4.0');
  await storefront.intoMilestone(1, 'v2.4.0');
  await scansFindNothing(storefront, 'main');
}

/** GitHub's scanners are on, and have nothing to say of a branch as it is now. */
export async function scansFindNothing(repository: RepositoryClient, branch: string): Promise<void> {
  for (const scanner of ['code-scanning', 'dependabot', 'secret-scanning'] as const)
    await repository.switchScanner(scanner);
  await repository.analyses(branch);
}

/** Sets the scene at acme, so that each of the playbooks can be played. */
export async function setScene(github: GitHubClient): Promise<void> {
  const platform = github.repository('acme/platform');
  await platformScene(platform);
  await brokenUpload(platform);
  await storefrontScene(github.repository('acme/storefront'));
}
