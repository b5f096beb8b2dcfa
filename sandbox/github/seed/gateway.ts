import { tellHistory } from './history.ts';
import type { RepositorySeed } from './repository-seed.ts';
import { componentWorkflows } from './workflows.ts';

const routes = (...paths: readonly string[]) =>
  `service: billing\nroutes:\n${paths.map((path) => `  - ${path}\n`).join('')}`;

/** `acme/api-gateway`: its routes of billing, and a pull request that adds the export's. */
export function gatewaySeed(): RepositorySeed {
  const history = tellHistory('2026-09-02T09:00:00Z', 'acme');
  history.commit('main', 'tom-h', 'chore: start the gateway', { 'README.md': '# API gateway\n' });
  history.commit('main', 'omar-o', 'ci: test the routes', {
    '.github/workflows/ci.yml': componentWorkflows['.github/workflows/ci.yml'] ?? '',
  });
  history.commit('main', 'tom-h', 'feat(routes): invoices of billing', {
    'src/etc/routes.billing.yaml': routes('/v1/invoices'),
  });
  history.commit(
    'main',
    'tom-h',
    'feat(routes): credit notes of billing',
    {
      'src/etc/routes.billing.yaml': routes('/v1/invoices', '/v1/credit-notes'),
    },
    { 'v2.1.0': 'api-gateway 2.1.0' },
  );
  const exported = history.branch('routes/billing-export', 'main', 'ana-d', [
    [
      'feat(routes): export of billing 1.5.0',
      { 'src/etc/routes.billing.yaml': routes('/v1/invoices', '/v1/credit-notes', '/v1/invoices/export') },
    ],
  ]);
  return {
    commits: history.commits,
    pulls: [
      {
        head: 'routes/billing-export',
        base: 'main',
        title: 'feat(routes): export of billing 1.5.0',
        body: 'Routes `/v1/invoices/export` to billing. To be merged after billing 1.5.0 is deployed.',
        by: 'ana-d',
        at: '2026-09-20T09:00:00Z',
        headCommit: exported.head,
        baseCommit: exported.base,
      },
    ],
  };
}
