import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkAloud } from '../../src/release/aloud-machine.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { step as stepSchema } from '../../src/release/playbook-steps.ts';

/** A check of a small playbook, read aloud. */
function aloud(check: string): string {
  const playbook = playbookSchema.parse(
    parse(`
playbook: aloud
title: Aloud
roles: { manager: { title: Manager, from: starter } }
stages:
  - stage: Release
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - { action: merge-pull-request, of: pr, as: merged, title: Merge into main }
      - ${check}
`),
  );
  const step = playbook.stages[0]?.steps.at(-1);
  if (step === undefined || !('check' in step)) throw new Error(`${check} is no check`);
  return checkAloud(step, playbook);
}

it.each([
  [
    '{ check: workflow-succeeded, workflow: e2e.yml, ref: <merged.sha> }',
    'the workflow e2e.yml has succeeded on the commit of “Merge into main” as it is now.',
  ],
  [
    '{ check: no-security-alerts, of: [dependabot], severity: critical }',
    'Dependabot has no open alert that is critical.',
  ],
  [
    '{ check: no-security-alerts, of: [secret-scanning, dependabot, code-scanning], severity: high }',
    'code scanning and Dependabot have no open alert of severity high or worse, and secret scanning has none.',
  ],
  ['{ check: no-security-alerts, of: [secret-scanning] }', 'secret scanning has no open alert.'],
  [
    '{ check: labels-accurate, one-of: ["type:*", chore], with-breaking: breaking, with-docs: docs }',
    'each pull request that was merged since the last tag carries exactly one label type:* or chore, breaking exactly if it breaks something and docs if it touches documentation only.',
  ],
  [
    '{ check: milestone-complete, milestone: v<version> }',
    'every issue and pull request in the milestone v<version> is closed.',
  ],
  ['{ check: no-open-issues, labelled: [blocker, urgent] }', 'no open issue carries the label blocker or urgent.'],
  ['{ check: ci-green, of: pr }', 'CI is green on the last commit of the pull request.'],
  ['{ check: ci-green, ref: dev }', 'CI is green on dev as it is now.'],
  ['{ check: ci-green, ref: <merged.sha> }', 'CI is green on the commit of “Merge into main” as it is now.'],
  [
    '{ check: config-changes-noted, paths: ["config/**", "*.yml"], ref: dev }',
    'CHANGELOG.md on dev names, under this version, every merged pull request that touches nothing but config/** and *.yml.',
  ],
  [
    '{ check: config-changes-noted, paths: ["config/**"], ref: <pr.head> }',
    'CHANGELOG.md on the last commit of “pr” names, under this version, every merged pull request that touches nothing but config/**.',
  ],
  [
    '{ check: bump-fits }',
    'nothing that was merged since the last tag asks for a larger version: a breaking change for a major one (before 1.0.0 a minor one), a feature for a minor one.',
  ],
])('%s', (check, said) => {
  expect(aloud(check)).toBe(`Slipway waits until ${said}`);
});

it.each([
  [{ check: 'file-valid', file: 'a.yml', ref: 'dev' }, 'a.yml on dev is valid'],
  [{ check: 'file-valid', file: 'a.yml', ref: 'dev', schema: 's.json' }, 'a.yml on dev is valid and holds to s.json'],
  [
    { check: 'changelog-entry', ref: 'dev', 'except-labels': ['internal', 'docs'] },
    'CHANGELOG.md on dev has an entry for this version that names every merged pull request, but for those labelled internal or docs',
  ],
  [
    {
      check: 'values-agree',
      ref: 'dev',
      say: '<version>',
      files: [
        { file: 'a.json', at: 'version' },
        { file: 'b.yml', at: 'image.tag' },
      ],
    },
    'version in a.json and image.tag in b.yml on dev are <version>',
  ],
  [{ check: 'release-present' }, 'this version has its tag and a published release on GitHub'],
  [
    { check: 'release-present', tag: false, release: false, assets: ['a.tgz', 'b.tgz'], attestation: true },
    'this version has the assets a.tgz and b.tgz and an attestation of how each asset was built on GitHub',
  ],
  [
    { check: 'http-answers', url: 'https://a.example.com/', json: { at: 'version', is: '<version>' } },
    'https://a.example.com/ answers 200 with <version> as version',
  ],
  [
    { check: 'date-fresh', file: 'a.md', ref: 'dev', say: 'Last reviewed', days: 30 },
    'the date after “Last reviewed” in a.md on dev is at most 30 days old',
  ],
  [
    { check: 'date-fresh', file: 'a.yml', ref: 'dev', at: 'reviewed', days: 1 },
    'the date reviewed in a.yml on dev is at most 1 day old',
  ],
])('%j', (written, said) => {
  expect(aloud(JSON.stringify(written))).toBe(`Slipway waits until ${said}.`);
});

it.each([
  [{ check: 'release-present', tag: false, release: false }],
  [{ check: 'date-fresh', file: 'a.md', ref: 'dev', days: 3 }],
  [{ check: 'date-fresh', file: 'a.md', ref: 'dev', days: 3, at: 'x', say: 'y' }],
  [{ check: 'values-agree', files: [], ref: 'dev', say: 'x' }],
  [{ check: 'file-valid', file: 'a.txt', ref: 'dev' }],
  [{ check: 'http-answers', url: 'http://a.example.com/' }],
])('%j is refused', (written) => expect(stepSchema.safeParse(written).success).toBe(false));
