import { tellHistory } from './history.ts';
import { platformWorkflows } from './platform-workflows.ts';
import type { RepositorySeed } from './repository-seed.ts';

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const releasePlease = {
  'release-please-config.json': json({
    'release-type': 'simple',
    packages: { '.': { component: 'platform' }, charts: { component: 'charts' } },
    plugins: [{ type: 'linked-versions', groupName: 'platform', components: ['platform', 'charts'] }],
  }),
  '.release-please-manifest.json': json({ '.': '1.1.0', charts: '1.1.0' }),
  'CHANGELOG.md': '# Changelog\n\n## 1.1.0 (2026-09-04)\n\n### Features\n\n* **portal:** sign in with a token\n',
};

const images = {
  'release-images.json': json({ images: [{ name: 'platform-api', context: 'images/api', tags: ['latest'] }] }),
  'release-images.schema.json': json({
    type: 'object',
    required: ['images'],
    properties: {
      images: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['name', 'context'],
          properties: {
            name: { type: 'string' },
            context: { type: 'string' },
            tags: { type: 'array', items: { type: 'string' } },
          },
          additionalProperties: false,
        },
      },
    },
  }),
};

const valuesOf = (version: string) => ({
  'overlays/staging/values.yaml': `platform:\n  version: ${version}\n`,
  'overlays/production/values.yaml': `platform:\n  version: ${version}\n`,
  'helm/platform/values.yaml': `image:\n  repository: images.acme.example/platform-api\n  tag: ${version}\n`,
});

/** `acme/platform`: released by Release Please, at v1.1.0, with a feature, a fix and a change of Helm values since. */
export function platformSeed(): RepositorySeed {
  const history = tellHistory('2026-09-03T08:00:00Z', 'acme');
  history.commit('main', 'omar-o', 'chore: start the platform', { 'README.md': '# Platform\n', ...valuesOf('1.1.0') });
  history.commit('main', 'omar-o', 'ci: lint, images, documentation, deploy', platformWorkflows);
  history.commit('main', 'maria-r', 'docs: how we release', { 'docs/release-process.md': '# Release process\n' });
  history.commit('main', 'omar-o', 'build: images of a release', images);
  const released = history.commit('main', 'maria-r', 'chore: release main', releasePlease, {
    'v1.1.0': true,
    'charts-v1.1.0': true,
  });
  const sessions = history.commit('main', 'ana-d', 'feat(portal): list of sessions (#1)', {
    'portal/sessions.ts': '// list\n',
  });
  const quota = history.commit('main', 'ben-w', 'fix(storage): quota counts snapshots (#2)', {
    'storage/quota.ts': '// all\n',
  });
  const limits = history.commit(
    'main',
    'omar-o',
    'chore(helm): roll out 1.2.0 with more memory (#3)',
    valuesOf('1.2.0'),
  );
  const merged = (by: string, commit: { readonly key: string; readonly at: string }) => ({
    commit: commit.key,
    by,
    at: commit.at,
  });
  const one = (
    head: string,
    title: string,
    by: string,
    labels: readonly string[],
    commit: { readonly key: string; readonly at: string },
    base: string,
  ) => ({
    head,
    base: 'main',
    title,
    by,
    at: commit.at,
    labels,
    headCommit: commit.key,
    baseCommit: base,
    merged: merged('lena-b', commit),
  });
  return {
    commits: history.commits,
    pulls: [
      one('portal/sessions', 'feat(portal): list of sessions', 'ana-d', ['type:feature'], sessions, released.key),
      one(
        'storage/quota',
        'fix(storage): quota counts snapshots',
        'ben-w',
        ['type:fix', 'release-blocker', 'production-impact'],
        quota,
        sessions.key,
      ),
      one('helm/memory', 'chore(helm): roll out 1.2.0 with more memory', 'omar-o', ['type:chore'], limits, quota.key),
    ],
    releases: [
      { tag: 'v1.1.0', name: 'v1.1.0', body: 'Sign in with a token', by: 'maria-r', at: '2026-09-04T12:00:00Z' },
    ],
  };
}
