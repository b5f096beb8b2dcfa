import { parse } from 'yaml';
import { z } from 'zod';
import type { RepositoryClient } from '../sandbox/github/client.ts';
import { componentWorkflows } from '../sandbox/github/seed/workflows.ts';
import type { CopyReader } from './copy-reader.ts';

/** A copy of somebody's repository that the playbook can be played with. */
export interface MadeReady {
  /** Features that pass the playbook's checks. */
  readonly features: readonly string[];
  /** What was done for it, a sentence each. */
  readonly said: readonly string[];
}

interface Copy {
  readonly repository: RepositoryClient;
  readonly reader: CopyReader;
  /** The branch that counts as the repository's own. */
  readonly branch: string;
}

const feature = 'slipway-demo';
const maker = 'ana-d';

async function makeBranches({ repository, reader, branch }: Copy, said: string[]): Promise<void> {
  const names = new Set((await repository.refs('refs/heads/')).map(({ ref }) => ref.replace('refs/heads/', '')));
  if (!names.has('main')) {
    await repository.branch('main', branch, maker);
    said.push(`It has no branch main, which the playbook releases into: the copy’s is made from ${branch}.`);
  }
  if (!names.has('dev')) {
    await repository.branch('dev', 'main', maker);
    said.push('It has no branch dev, which the playbook releases from: the copy’s is made from main.');
    return;
  }
  if ((await reader.compare('main', 'dev')).behind === 0) return;
  if (await reader.merge('main', 'dev')) {
    said.push('Its dev lacks commits of main: in the copy, main is merged into dev.');
    return;
  }
  await repository.deletesBranch(maker, 'dev');
  await repository.branch('dev', 'main', maker);
  said.push('Its dev and main conflict: in the copy, dev begins afresh from main.');
}

/** Whether a feature's folder passes: all boxes ticked, a changelog draft, its branch merged (made, where there is none). */
async function passes({ repository, reader }: Copy, name: string): Promise<boolean> {
  const checklist = await repository.file('dev', `outputs/${name}/quality-checklist.md`);
  if (checklist === null || !/^\s*[-*+] \[x\]/im.test(checklist) || /^\s*[-*+] \[ \]/m.test(checklist)) return false;
  if ((await reader.folder(`outputs/${name}/release`, 'dev')).length === 0) return false;
  const branch = `feature/${name}`;
  const [known] = (await repository.refs(`refs/heads/${branch}`)).filter(({ ref }) => ref === `refs/heads/${branch}`);
  return known === undefined || (await reader.compare('dev', branch)).ahead === 0;
}

const workflow = z.object({
  on: z.object({
    workflow_dispatch: z.object({ inputs: z.object({ version: z.unknown(), slipway_id: z.unknown() }) }),
  }),
});

/** Whether the playbook can start a workflow: it takes the version and the id by which its run is found again. */
const isStartable = (text: string | null): boolean => text !== null && workflow.safeParse(parse(text)).success;

async function missingWorkflows({ repository, reader }: Copy, said: string[]): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const entries = await reader.folder('.github/workflows', 'dev');
  const texts = await Promise.all(entries.map(({ path }) => repository.file('dev', path)));
  if (!texts.some((text) => text !== null && /\bpull_request\b/.test(text))) {
    files['.github/workflows/slipway-demo-ci.yml'] = componentWorkflows['.github/workflows/ci.yml'] ?? '';
    said.push('It has no workflow for pull requests: the copy gets slipway-demo-ci.yml, as its CI.');
  }
  for (const name of ['publish.yml', 'deploy.yml']) {
    const path = `.github/workflows/${name}`;
    const own = await repository.file('dev', path);
    if (isStartable(own)) continue;
    files[path] = componentWorkflows[path] ?? '';
    said.push(
      own === null
        ? `It has no ${name}: the copy gets one.`
        : `Its ${name} does not take the inputs version and slipway_id: the copy gets another one.`,
    );
  }
  return files;
}

const featureFiles = {
  [`outputs/${feature}/quality-checklist.md`]: `# Quality checklist: ${feature}\n\n- [x] Tests pass\n- [x] Rollout and rollback plan written\n`,
  [`outputs/${feature}/release/changelog.md`]: '- Releases run from Slack.\n',
};

/** Brings files into dev by a merged pull request, as a team would. */
async function bring({ repository }: Copy, files: Readonly<Record<string, string>>): Promise<void> {
  const branch = `feature/${feature}`;
  await repository.pushes(maker, branch, files, 'feat: release from Slack', { from: 'dev' });
  const title = 'Release from Slack';
  const pull = await repository.opensPullRequest(maker, { head: branch, base: 'dev', title, labels: ['feature'] });
  await repository.merges('tom-h', pull.number);
  for (const { id, status } of await repository.runs())
    if (status !== 'completed') await repository.finishes(id, 'success');
}

/** Adds to a copy what the playbook needs and it lacks. */
export async function makeReady(copy: Copy): Promise<MadeReady> {
  const said: string[] = [];
  await makeBranches(copy, said);
  const folders = (await copy.reader.folder('outputs', 'dev')).filter(({ type }) => type === 'dir');
  const own: string[] = [];
  for (const { name } of folders) if (await passes(copy, name)) own.push(name);
  const files = await missingWorkflows(copy, said);
  const news = (await copy.reader.compare('main', 'dev')).ahead > 0;
  const invented = own.length === 0 || !news;
  if (invented) said.push(`No feature in outputs/ is ready for a release: the copy gets one, ${feature}.`);
  const brought = invented ? { ...featureFiles, ...files } : files;
  if (Object.keys(brought).length > 0) await bring(copy, brought);
  for (const name of own) {
    const branch = `refs/heads/feature/${name}`;
    if (!(await copy.repository.refs(branch)).some(({ ref }) => ref === branch))
      await copy.repository.branch(`feature/${name}`, 'dev', maker);
  }
  return { features: invented ? [feature] : own, said };
}
