import { githubClient } from '../sandbox/github/client.ts';
import { notesOf } from './changelog.ts';
import { type Measured, measured } from './figure.ts';
import { sandbox } from './town.ts';

const pulls = 40;
const direct = 20; // with a commit and a merge of each pull request: 100 commits

/** What the changes of a usual release cost of GitHub's hourly budget. */
export async function githubCallsBench(): Promise<readonly Measured[]> {
  const outside = await sandbox(0);
  const github = githubClient(outside.github.controlUrl);
  const billing = github.repository('acme/billing');
  const [before] = await billing.log('dev', 1);
  if (before === undefined) throw new Error('dev has no commits.');
  try {
    for (let n = 0; n < pulls; n += 1) {
      const branch = `feature/bench-${n}`;
      await billing.pushes('tom-h', branch, { [`bench/${n}.txt`]: `${n}` }, `feat(bench): part ${n}`, { from: 'dev' });
      const pull = await billing.opensPullRequest('tom-h', { head: branch, base: 'dev', title: `Part ${n}`, body: '' });
      await billing.merges('lena-b', pull.number);
    }
    for (let n = 0; n < direct; n += 1)
      await billing.pushes('ana-d', 'dev', { [`direct/${n}.txt`]: `${n}` }, `fix: direct ${n}`);
    await github.forgetCalls();
    const changes = await notesOf(outside).changesForNotes('acme/billing', before.sha, 'dev');
    const found = `${changes.commits.length} commits and ${changes.pullRequests.length} pull requests`;
    if (changes.commits.length !== 2 * pulls + direct || changes.pullRequests.length !== pulls)
      throw new Error(`The range has ${found}.`);
    const calls = await github.calls();
    return [measured(`GitHub calls for ${found}`, 'calls', { ours: calls.length }, { of: 'ours', most: 8 })];
  } finally {
    await outside.process.end();
  }
}
