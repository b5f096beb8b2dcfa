import { createGitHub, type GitHub, named } from '../adapters/github/client.ts';
import { expecting, GitHubAnswer } from '../adapters/github/refused.ts';
import type { Readable } from '../config.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import { fill } from '../release/placeholders.ts';
import { needsOf } from '../release/playbook-needs.ts';
import { byPlaybook, type ComponentEntry } from '../slipway-file.ts';
import { webClock } from './clock.ts';
import { type Finding, look, ok, type Place, problem, warning } from './finding.ts';
import { branchFindings } from './github-branches.ts';
import { environmentFindings } from './github-environments.ts';
import { permissionFindings } from './github-identity.ts';
import { type Patient, repository, stops } from './github-patient.ts';
import { rulesOn } from './github-rules.ts';
import { scannerFindings } from './github-scanners.ts';
import { tagFindings } from './github-tags.ts';
import { workflowFindings } from './github-workflows.ts';

const place = {
  about: 'GitHub',
  unreachable: 'github-unreachable',
  refused: 'github-refused',
  remedy: 'Try again; if it stays so, see whether this machine reaches GitHub. Without it no step runs.',
  within: 12,
} as const satisfies Place;

/** Milliseconds for one request. */
const patience = 8000;

const methods = {
  merge: { key: 'allow_merge_commit', setting: 'Allow merge commits', way: 'a merge commit' },
  squash: { key: 'allow_squash_merge', setting: 'Allow squash merging', way: 'squashing' },
  rebase: { key: 'allow_rebase_merge', setting: 'Allow rebase merging', way: 'rebasing' },
} as const;

function methodFindings(patient: Patient): readonly Finding[] {
  const { about, needs, read } = patient;
  return needs.merges
    .filter(({ method }) => read[methods[method].key] === false)
    .map(({ method, step }) =>
      problem(
        'merge-method',
        about,
        `Pull requests may not be merged by ${methods[method].way} here. ${stops(patient, [step])}`,
        `Switch on “${methods[method].setting}” in the repository’s settings, or change method: in the playbook.`,
      ),
    );
}

/** An immutable release stops nothing: Slipway uploads before it publishes. People should know what it means. */
async function immutability({ about, octokit, owner, repo, needs }: Patient): Promise<readonly Finding[]> {
  if (needs.releases.length === 0) return [];
  const asked = octokit.rest.repos.checkImmutableReleases({ owner, repo });
  if ((await expecting([403, 404], asked)) instanceof GitHubAnswer) return []; // off, or not for us to see
  const says = 'Releases are immutable: what is published stays, and its version is never given again.';
  return [ok('releases-immutable', about, says)];
}

function* stateFindings(patient: Patient): Generator<Finding> {
  const { about, owner, repo, read, granted } = patient;
  if (read.archived || read.disabled)
    yield problem(
      'repository-read-only',
      about,
      `${read.full_name} is ${read.archived ? 'archived' : 'disabled'}. ${stops(patient, ['every step'])}`,
      'Make it writable on GitHub.',
    );
  else if (granted.kind === 'token' && read.permissions?.push === false)
    yield problem(
      'repository-read-only',
      about,
      `Slipway may read ${read.full_name}, but not write to it. ${stops(patient, ['every step that changes something'])}`,
      'Give its account write access.',
    );
  else yield ok('repository', about, `${read.full_name} can be reached.`);
  if (read.full_name.toLowerCase() !== `${owner}/${repo}`.toLowerCase())
    yield warning(
      'repository-moved',
      about,
      `It is called ${read.full_name} now; the old name works until somebody takes it.`,
      'Write the new name into slipway.yml.',
    );
}

async function componentFindings(
  github: GitHub,
  login: string,
  place: Place,
  component: ComponentEntry,
  examined: Readable,
): Promise<readonly Finding[]> {
  const playbook = examined.playbooks.get(component.playbook)?.playbook;
  if (playbook === undefined) return []; // the configuration's problem
  const granted = await github.granted(component.repository);
  const at = named(component.repository);
  const { about } = place;
  if (granted.kind === 'app' && granted.suspended) {
    const says = `The App’s installation on ${at.owner} is suspended. ${stops({ playbook }, ['every step'])}`;
    return [problem('github-suspended', about, says, `Let an owner of ${at.owner} unsuspend it on its page.`)];
  }
  const octokit = await github.octokitFor(component.repository);
  const seen = { about, octokit, ...at, playbook, needs: needsOf(playbook), granted, login };
  const answer = await expecting([404], octokit.rest.repos.get(at));
  if (answer instanceof GitHubAnswer) {
    const scopes = granted.kind === 'token' ? granted.scopes : undefined;
    if (scopes !== undefined && !scopes.includes('repo')) {
      const says = `The token has the scopes ${scopes.join(', ') || 'none'}, and not repo: it sees no private repository. ${stops({ playbook }, ['every step'])}`;
      return [problem('github-scope', about, says, 'Give it the scope repo, or use a GitHub App.')];
    }
    const says = `GitHub shows no repository ${component.repository} to Slipway. ${stops({ playbook }, ['every step'])}`;
    const fix = 'Correct its name in slipway.yml, or give Slipway’s App or account access to it.';
    return [problem('github-refused', about, says, fix)];
  }
  const read = repository.parse(answer.data);
  const patient: Patient = { ...seen, read };
  const reader = rulesOn(patient);
  const part = (run: () => Promise<readonly Finding[]>) => look(place, run);
  const found = await Promise.all([
    part(() => permissionFindings(patient)),
    part(() => scannerFindings(patient)),
    part(() => branchFindings(patient, reader)),
    part(() => tagFindings(patient, reader)),
    part(() => workflowFindings(patient)),
    part(() => environmentFindings(patient)),
    part(() => immutability(patient)),
  ]);
  return [...stateFindings(patient), ...methodFindings(patient), ...found.flat()];
}

/** Another repository, of which a step reads the pull requests. */
async function otherFindings(github: GitHub, about: string, name: string, stop: string): Promise<readonly Finding[]> {
  try {
    const octokit = await github.octokitFor(name);
    await octokit.rest.pulls.list({ ...named(name), per_page: 1 });
    return [ok('repository', about, `${name} can be read.`)];
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    const says = `Slipway cannot read the pull requests of ${name} (${error.message}). ${stop}`;
    const fix = `Correct its name in slipway.yml, or let Slipway’s App or account read pull requests there.`;
    return [problem('github-refused', about, says, fix)];
  }
}

function githubOf({ github }: Readable): GitHub {
  const pauses = { pausedUntil: async () => undefined, pauseUntil: async () => {} };
  return createGitHub({ credentials: github.credentials, baseUrl: github.apiUrl, pauses }).within(patience);
}

/** Whether GitHub knows us, and lets the playbooks do in the repositories what they will do. Changes nothing. */
export async function githubFindings(examined: Readable, now: () => Date): Promise<readonly Finding[]> {
  const github = githubOf(examined);
  const api = `${examined.github.apiUrl ?? 'https://api.github.com'}/rate_limit`;
  let login: string | undefined;
  const [clock, signedIn] = await Promise.all([
    look(place, () => webClock('clock-github', 'GitHub', api, now)),
    look(place, async () => {
      login = await github.login();
      return [ok('github', 'GitHub', `Signed in as ${login}.`)];
    }),
  ]);
  if (login === undefined) return [...signedIn, ...clock.filter(({ code }) => code !== 'clock-unknown')];
  const us = login;
  const found = await Promise.all(
    byPlaybook(examined.slipway?.components).flatMap(({ name: released, component, ofHotfix }) => {
      const name = ofHotfix ? `${released}’s hotfixes` : released;
      const home: Place = { ...place, about: `Repository of ${name}`, within: 30 };
      const playbook = examined.playbooks.get(component.playbook)?.playbook;
      const others = playbook === undefined ? [] : needsOf(playbook).repositories;
      return [
        look(home, () => componentFindings(github, us, home, component, examined)),
        ...others.map(({ repository: text, step }) => {
          const other: Place = { ...place, about: `Other repository of ${name}`, within: 30 };
          return look(other, () =>
            otherFindings(
              github,
              other.about,
              fill(text, component.values),
              `It stops ${step} of ${component.playbook}.`,
            ),
          );
        }),
      ];
    }),
  );
  return [...signedIn, ...clock, ...found.flat()];
}
