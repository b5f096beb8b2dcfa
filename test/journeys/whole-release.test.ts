import { expect, it } from 'vitest';
import { answersExpectations, ends, lenaSigns, omarDeploys, startsBilling } from './acts.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

const yes = {
  'Does this release need a public announcement?': 'Yes',
  'Does API gateway routing change?': 'Yes',
  'Is evidence to be archived in the feature folders?': 'Yes',
};

/** S1 to S22 of docs/coverage.md, as the people of the release meet them. */
it('a backend service goes from /release start to published, deployed, announced and archived', async () => {
  const world = await newWorld();
  const { billing, gateway, person } = world;
  const [maria, omar] = [person('maria'), person('omar')];

  await startsBilling(world, yes);
  await answersExpectations(world);
  await ends(world, 'ci.yml');
  await lenaSigns(world);

  await ends(world, 'publish.yml');
  await maria.sees(backend, 'main is merged back into dev');
  const tag = (await billing.refs('refs/tags/v1.5.0'))[0];
  expect(tag).toMatchObject({ annotated: true });
  expect(await billing.releases()).toContainEqual(expect.objectContaining({ tag: 'v1.5.0', draft: false }));

  await omarDeploys(world);
  await ends(world, 'deploy.yml');
  await maria.sees(backend, /API gateway routing is merged/);
  const routing = (await gateway.pulls()).at(0);
  expect(routing).toBeDefined();
  await gateway.edits(routing?.number ?? 0, { title: 'Routes for billing 1.5.0' });
  await gateway.merges('tom-h', routing?.number ?? 0);

  await omar.sees(backend, /please answer the checklist \*Metrics and alarms/);
  await omar.clicks('Open checklist', { in: backend });
  await omar.sees('modal', 'Metrics are normal');
  await omar.fills({
    'Metrics are normal': ['Done'],
    'Evidence for “Metrics are normal”': 'https://grafana.acme.example/d/billing',
    'No alarm has fired since the deployment': ['Done'],
  });
  expect(await omar.submits()).toMatchObject({ kind: 'errors' }); // the alarms need evidence too; nothing typed is lost
  await omar.fills({ 'Evidence for “No alarm has fired since the deployment”': 'Pager quiet since 14:00' });
  expect(await omar.submits()).toEqual({ kind: 'closed' });

  const announcement = await maria.sees('#changelog', 'billing 1.5.0 was released at');
  expect(announcement).toMatch(/released at \d{4}-\d\d-\d\d \d\d:\d\d JST/);
  expect(announcement).toContain('Round tax per line');
  const evidence = await maria.until('two evidence pull requests', async () => {
    const open = await billing.pulls();
    return open.length === 2 && open;
  });
  for (const { number } of evidence) await billing.merges('ana-d', number);
  await maria.sees(backend, /🏁 Released\. Every step is done/);

  const [tags, releases, deployments, pulls] = [
    await billing.refs('refs/tags/v1.5.0'),
    await billing.releases(),
    await billing.deployments(),
    await billing.pulls('all'),
  ];
  expect(tags).toEqual([expect.objectContaining({ annotated: true })]);
  expect(releases.filter((r) => r.tag === 'v1.5.0')).toEqual([expect.objectContaining({ draft: false })]);
  expect(deployments).toEqual([expect.objectContaining({ environment: 'production', state: 'success' })]);
  expect(pulls.filter((p) => p.title === 'Release billing 1.5.0')).toHaveLength(1);
  expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(1);
  expect(await billing.file('dev', 'outputs/tax-rounding/release/evidence-1.5.0.md')).toContain(
    'https://grafana.acme.example/d/billing',
  );
  const cards = (await maria.channel(backend)).filter((m) => m.thread_ts === undefined || m.thread_ts === m.ts);
  expect(cards).toHaveLength(1);
  await nothingWasRefused(world);
});
