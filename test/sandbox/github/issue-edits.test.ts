import { expect, it } from 'vitest';
import { freshGitHub, target } from './fresh-github.ts';

const query = `query ($number: Int!) { repository(owner: "acme", name: "shop") { issue(number: $number) {
  body userContentEdits(first: 10) { totalCount nodes { diff editor { login } } } } } }`;

it('the body of an issue has a history, the newest first, which begins with what it was opened with', async () => {
  const { octokit, repo } = await freshGitHub();
  const { data } = await octokit.rest.issues.create({ ...target, title: 'Track', body: '- [ ] One' });
  const none = await octokit.graphql(query, { number: data.number });
  expect(none).toMatchObject({ repository: { issue: { userContentEdits: { totalCount: 0 } } } });
  await repo.ticksTask('maria-r', data.number, 'One');
  const edits = await octokit.graphql(query, { number: data.number });
  expect(edits).toMatchObject({
    repository: {
      issue: {
        body: '- [x] One',
        userContentEdits: { nodes: [{ diff: '- [x] One', editor: { login: 'maria-r' } }, { diff: '- [ ] One' }] },
      },
    },
  });
  await expect(octokit.graphql(query, { number: 9999 })).rejects.toThrow('Could not resolve to an Issue');
  await expect(repo.ticksTask('maria-r', data.number, 'Two')).rejects.toThrow('0 tasks say');
});

it('a body that is too long is refused', async () => {
  const { octokit } = await freshGitHub();
  const body = 'x'.repeat(65_537);
  await expect(octokit.rest.issues.create({ ...target, title: 'Long', body })).rejects.toMatchObject({
    status: 422,
  });
});
