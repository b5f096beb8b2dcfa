import { tellHistory } from './history.ts';
import type { RepositorySeed } from './repository-seed.ts';

const workflows = {
  '.github/workflows/ci.yml': `name: CI
on:
  push:
    branches: [main]
jobs:
  ci:
    runs-on: ubuntu-latest
    steps:
      - run: make test
`,
  '.github/workflows/deploy.yml': `name: Deploy
run-name: Deploy \${{ inputs.ref }} to \${{ inputs.environment }} (\${{ inputs.slipway_id }})
on:
  workflow_dispatch:
    inputs:
      environment: { required: true, type: string }
      ref: { required: true, type: string }
      slipway_id: { required: false, type: string }
jobs:
  deploy:
    name: deploy
    runs-on: ubuntu-latest
    environment: \${{ inputs.environment }}
    steps:
      - run: ./deploy.sh
`,
};

/** What the playbook refers to. */
const documents = {
  'docs/octoacme-release-guide.md': '# Release and deployment guide\n',
  'docs/octoacme-roles-and-personas.md': '# Roles and personas\n',
  'docs/templates/release-checklist.md': '# Release checklist\n',
};

/** `acme/storefront`, which is released behind gates, at v2.3.0 with a feature on main that waits for a release. */
export function storefrontSeed(): RepositorySeed {
  const history = tellHistory('2026-09-03T08:00:00Z', 'acme');
  history.commit('main', 'omar-o', 'chore: start the storefront', {
    'README.md': '# Storefront\n',
    ...documents,
  });
  const released = history.commit('main', 'omar-o', 'ci: tests and deployment', workflows, { 'v2.3.0': true });
  const wish = history.commit('main', 'ana-d', 'feat: wish lists (#1)', { 'src/wish-list.ts': '// wishes\n' });
  return {
    commits: history.commits,
    pulls: [
      {
        head: 'wish-lists',
        base: 'main',
        title: 'feat: wish lists',
        by: 'ana-d',
        at: wish.at,
        labels: ['feature'],
        headCommit: wish.key,
        baseCommit: released.key,
        merged: { commit: wish.key, by: 'lena-b', at: wish.at },
      },
    ],
    releases: [{ tag: 'v2.3.0', name: 'v2.3.0', body: '', by: 'maria-r', at: '2026-09-04T12:00:00Z' }],
  };
}
