import { expect, it } from 'vitest';
import { ends, lenaSigns, omarDeploys, startsBilling } from '../journeys/acts.ts';
import { backend, newWorld, nothingWasRefused, type World } from '../journeys/world.ts';
import { aliveIn, aliveInMarkdown, hostile } from './door/hostile-texts.ts';

/** A commit, a branch and a pull request on dev that say all of it. */
async function hostileChanges({ billing }: World): Promise<void> {
  await billing.pushes('ana-d', 'dev', { 'src/a.ts': 'export {};\n' }, `feat: ${hostile}\n\n${hostile}`);
  const branch = 'x/<!channel>-@acme/nobody-yet-<@U0GUEST>';
  await billing.pushes('ben-w', branch, { 'src/b.ts': 'export {};\n' }, `fix: ${hostile}`, { from: 'dev' });
  const { number } = await billing.opensPullRequest('ben-w', {
    head: branch,
    base: 'dev',
    title: hostile,
    body: hostile,
  });
  await billing.merges('ben-w', number);
}

async function answers(world: World, who: string, checklist: string, sees: string, form: Record<string, unknown>) {
  const person = world.person(who);
  await person.sees(backend, checklist);
  await person.clicks('Open checklist', { in: backend });
  await person.sees('modal', sees);
  await person.fills(form);
  expect(await person.submits()).toEqual({ kind: 'closed' });
}

/** Everything that Slack was asked to show and GitHub to keep; the texts of what would take effect. */
async function alive({ slack, github }: World): Promise<readonly string[]> {
  const shown = (await slack.calls()).filter(({ method }) => /^(chat|views)\.|response_url/.test(method));
  expect(shown.length).toBeGreaterThan(20);
  expect(JSON.stringify(shown)).toContain('evil.example'); // it was there to be seen
  const written = (await github.calls()).filter(({ method }) => method !== 'GET');
  const bodies = written.flatMap(({ body }) => {
    const markdown = typeof body === 'object' && body !== null && 'body' in body ? body.body : undefined;
    return typeof markdown === 'string' ? [markdown] : [];
  });
  expect(bodies.join('\n')).toContain('evil.example');
  return [...shown.flatMap(({ args }) => aliveIn(args)), ...bodies.flatMap(aliveInMarkdown)];
}

it('what people and commits write takes no effect anywhere: no shout, no mention, no link that lies', async () => {
  const world = await newWorld({ transport: 'http' });
  const { billing, gateway, person } = world;
  const maria = person('maria');
  await billing.autofinish('ci.yml', 'success');
  await hostileChanges(world);
  await startsBilling(world, {
    'Rollout plan': hostile,
    'What to watch after the deployment': hostile,
    'Does this release need a public announcement?': 'Yes',
    'Is evidence to be archived in the feature folders?': 'Yes',
  });
  await answers(world, 'maria', 'please answer the checklist *Expectations*', 'Release discipline holds', {
    'Release discipline holds (scope, timing, people on hand)': ['Done'],
    'Ready to roll back, and the rollout plan says how': ['Done'],
    'Documentation links are right': ['Done'],
  });
  await maria.types(backend, `/release pause ${hostile}`);
  await maria.sees(backend, /is paused/);
  await maria.types(backend, '/release status');
  await maria.types(backend, '/release resume');
  await maria.types(backend, `/release ${hostile}`);
  await lenaSigns(world);
  await ends(world, 'publish.yml');
  await omarDeploys(world);
  await ends(world, 'deploy.yml');
  for (const { number } of await gateway.pulls()) await gateway.merges('tom-h', number);
  await answers(world, 'omar', 'please answer the checklist *Metrics and alarms', 'Metrics are normal', {
    'Metrics are normal': ['Done'],
    'Evidence for “Metrics are normal”': 'https://grafana.acme.example/d/billing',
    'No alarm has fired since the deployment': ['Done'],
    'Evidence for “No alarm has fired since the deployment”': hostile,
  });
  await maria.sees('#changelog', 'billing 1.5.0 was released at');
  const evidence = await maria.until('two evidence pull requests', async () => {
    const open = await billing.pulls();
    return open.length === 2 && open;
  });
  for (const { number } of evidence) await billing.merges('ana-d', number);
  await maria.sees(backend, /🏁 Released\. Every step is done/);
  expect(await alive(world)).toEqual([]);
  const kept = (await billing.file('dev', 'outputs/tax-rounding/release/evidence-1.5.0.md')) ?? '';
  expect(kept).toContain('evil');
  expect(aliveInMarkdown(kept)).toEqual([]);

  await billing.pushes('ana-d', 'dev', { 'outputs/next/quality-checklist.md': '- [x] ok\n' }, `feat: ${hostile}`);
  await maria.types(backend, '/release start');
  await maria.until('the next form', async () => (await maria.modal())?.text.includes('v1.5.1'));
  await maria.closes();
  await nothingWasRefused(world);
}, 300_000);

it('a reason of a cancellation neither', async () => {
  const world = await newWorld({ transport: 'http' });
  const maria = world.person('maria');
  await hostileChanges(world);
  await startsBilling(world, { 'Rollout plan': hostile });
  await maria.clicks('Cancel the release…', { in: backend });
  await maria.sees('modal', 'billing 1.5.0');
  await maria.fills({ 'Why? It goes into the record.': hostile });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(backend, '🚫 Cancelled by @maria');
  const shown = await world.slack.calls();
  expect(JSON.stringify(shown)).toContain('evil.example');
  expect(shown.flatMap(({ args }) => aliveIn(args))).toEqual([]);
  await nothingWasRefused(world);
});
