import { isHeld } from './held-checks.ts';
import type { Playbook } from './playbook.ts';
import type { CheckStep } from './playbook-steps.ts';
import { roleTitle } from './role-title.ts';
import { counted, listed } from './wording.ts';

type Of<K extends CheckStep['check']> = Extract<CheckStep, { check: K }>;

/** "CHANGELOG.md on dev has an entry for this version that names every merged pull request". */
export function changelogAloud({ file, ref, 'except-labels': except }: Of<'changelog-entry'>): string {
  const but = except.length === 0 ? '' : `, but for those labelled ${listed(except, 'or')}`;
  return `${file} on ${ref} has an entry for this version that names every merged pull request${but}`;
}

/** "version in package.json and image.tag in chart.yml on dev are <version>". */
export function valuesAloud({ files, ref, say }: Of<'values-agree'>): string {
  const places = files.map(({ file, at }) => `${at} in ${file}`);
  return `${listed(places)} on ${ref} ${places.length === 1 ? 'is' : 'are'} ${say}`;
}

/** "this version has its tag, a published release and the asset app.tgz on GitHub". */
export function releaseAloud({ tag, release, assets, attestation }: Of<'release-present'>): string {
  const parts = [
    ...(tag ? ['its tag'] : []),
    ...(release ? ['a published release'] : []),
    ...(assets.length === 0 ? [] : [`the ${assets.length === 1 ? 'asset' : 'assets'} ${listed(assets)}`]),
    ...(attestation ? ['an attestation of how each asset was built'] : []),
  ];
  return `this version has ${listed(parts)} on GitHub`;
}

/** "https://status.example.com/ answers 200 with 1.5.0 as version". */
export function answersAloud({ url, status, json }: Of<'http-answers'>): string {
  return `${url} answers ${status}${json === undefined ? '' : ` with ${json.is} as ${json.at}`}`;
}

/** "a pull request in acme/gateway that names billing 1.5.0 and touches routes.yml is merged". */
export function mergedAloud({ repository, to, naming, touching }: Of<'pull-request-merged'>): string {
  const about = `names ${naming}${touching === undefined ? '' : ` and touches ${touching}`}`;
  if (to === undefined) return `a pull request in ${repository} that ${about} is merged`;
  return `a pull request that ${about} is merged into ${to}, and no such one is open any more`;
}

/** "the date after “Last reviewed” in threats.md on dev is at most 30 days old". */
export function dateAloud({ file, ref, at, say = '', days }: Of<'date-fresh'>): string {
  const place = at === undefined ? `after “${say}” in ${file}` : `${at} in ${file}`;
  return `the date ${place} on ${ref} is at most ${counted(days, 'day')} old`;
}

/** "touches src/auth/**, or carries the label security". */
export function touchAloud({ paths, labels }: Of<'changes-touch'>): string {
  return [
    ...(paths.length === 0 ? [] : [`touches ${listed(paths, 'or')}`]),
    ...(labels.length === 0 ? [] : [`carries the label ${listed(labels, 'or')}`]),
  ].join(', or ');
}

/** " The release manager may close or defer one from Slack; a deferred one gets the label later." Empty where nothing is said of it. */
export function settleAloud(step: Of<'no-open-issues'>, playbook: Playbook): string {
  const { settle, 'defer-label': label } = step;
  const who =
    settle === undefined
      ? 'who runs the release'
      : listed(
          settle.map((role) => roleTitle(playbook, role)),
          'or',
        );
  if (settle === undefined && label === undefined) return '';
  const labelled = label === undefined ? '' : `; a deferred one gets the label ${label}`;
  return ` From Slack, ${who} may close or defer one${labelled}.`;
}

/** "CHANGELOG.md on dev names every merged pull request that touches only config/** and *.yml, under this version". */
export function configAloud({ paths, file, ref }: Of<'config-changes-noted'>): string {
  return `${file} on ${ref} names, under this version, every merged pull request that touches nothing but ${listed(paths)}`;
}

/** Who may waive a check, and who may have it run again: a sentence each. */
export function mayAlso(step: CheckStep, playbook: Playbook): readonly string[] {
  const { waive, 're-run': rerun } = step;
  const roles = (names: readonly string[]): string =>
    listed(
      names.map((name) => roleTitle(playbook, name)),
      'or',
    );
  return [
    ...(waive === undefined ? [] : [`${roles(waive)} may waive it, with a reason.`]),
    ...(rerun === undefined ? [] : [`${roles(rerun)} may have it run again.`]),
    ...(isHeld(step)
      ? ['It has to stay green until all is merged, tagged and deployed: red again, the release goes back to it.']
      : []),
  ];
}
