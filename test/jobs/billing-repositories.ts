import type { RepositoryOptions } from '../../sandbox/github/start-github.ts';

const dispatched = (name: string, more = '', jobs = '') => `name: ${name}
${more}on:
  workflow_dispatch:
    inputs:
      version: { required: true }
      slipway_id: { required: false, default: '' }
jobs:
${jobs === '' ? '  build:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: make test }]\n' : jobs}`;

const named = `run-name: \${{ inputs.version }} \${{ inputs.slipway_id }}\n`;
const deployJob =
  '  deploy:\n    runs-on: ubuntu-latest\n    environment: production\n    steps: [{ run: make deploy }]\n';

const workflows = {
  '.github/workflows/ci.yml':
    'name: CI\non: pull_request\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n',
  '.github/workflows/publish.yml': dispatched('Publish', named),
  '.github/workflows/nameless.yml': dispatched('Nameless'),
  '.github/workflows/deploy.yml': dispatched('Deploy', named, deployJob),
  '.github/workflows/plain-deploy.yml': dispatched('Plain deploy', named),
  '.github/workflows/on-tag.yml':
    'name: On tag\non: { push: { tags: ["v*"] } }\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n  upload:\n    runs-on: ubuntu-latest\n    steps: [{ run: make upload }]\n',
};

/** acme/billing with v1.4.0 on main and two merged features on dev, and acme/api-gateway. */
export const repositories: readonly RepositoryOptions[] = [
  {
    owner: 'acme',
    name: 'billing',
    seed: {
      commits: [
        {
          key: 'base',
          branch: 'main',
          by: 'tom-h',
          at: '2026-11-01T09:00:00Z',
          message: 'feat: invoices',
          files: { 'README.md': '# Billing\n', ...workflows },
          tags: { 'v1.4.0': 'billing 1.4.0' },
        },
        {
          key: 'tax',
          branch: 'feature/tax-rounding',
          from: 'base',
          by: 'ana-d',
          at: '2026-11-10T09:00:00Z',
          message: 'feat(tax): round half to even\n\nCloses #40',
          files: { 'src/tax.ts': 'export const round = 1;\n' },
        },
        {
          key: 'merge-tax',
          branch: 'dev',
          from: 'base',
          merge: ['tax'],
          by: 'lena-b',
          at: '2026-11-11T09:00:00Z',
          message: 'Merge pull request #1 from acme/feature/tax-rounding\n\nfeat(tax): round half to even',
          files: { 'src/tax.ts': 'export const round = 1;\n' },
        },
        {
          key: 'csv',
          branch: 'dev',
          by: 'ben-w',
          at: '2026-11-12T09:00:00Z',
          message: 'fix: CSV export keeps zeros (#2)',
          files: { 'src/csv.ts': 'export const csv = 1;\n' },
        },
        {
          key: 'loose',
          branch: 'dev',
          by: 'tom-h',
          at: '2026-11-13T09:00:00Z',
          message: 'chore: <b>tidy</b> up, thanks @ana-d',
          files: { 'NOTES.md': 'tidy\n' },
        },
      ],
      pulls: [
        {
          head: 'feature/tax-rounding',
          base: 'dev',
          title: 'feat(tax): round half to even',
          by: 'ana-d',
          at: '2026-11-10T10:00:00Z',
          body: 'Closes #40',
          headCommit: 'tax',
          baseCommit: 'base',
          merged: { commit: 'merge-tax', by: 'lena-b', at: '2026-11-11T09:00:00Z' },
        },
        {
          head: 'feature/csv',
          base: 'dev',
          title: 'fix: CSV export keeps zeros',
          by: 'ben-w',
          at: '2026-11-12T08:00:00Z',
          headCommit: 'csv',
          baseCommit: 'merge-tax',
          merged: { commit: 'csv', by: 'lena-b', at: '2026-11-12T09:00:00Z' },
        },
      ],
      releases: [{ tag: 'v1.4.0', name: 'billing 1.4.0', body: 'Invoices', by: 'tom-h', at: '2026-11-01T10:00:00Z' }],
    },
  },
  {
    owner: 'acme',
    name: 'api-gateway',
    seed: {
      commits: [
        {
          branch: 'main',
          by: 'omar-o',
          at: '2026-11-01T09:00:00Z',
          message: 'feat: routes',
          files: { 'src/etc/routes.eu.yaml': 'a: 1\n', 'README.md': '# Gateway\n' },
        },
      ],
    },
  },
];

export const people = ['maria-r', 'lena-b', 'tom-h', 'omar-o', 'kenji-q', 'sara-s', 'ana-d', 'ben-w'].map((login) => ({
  login,
}));
