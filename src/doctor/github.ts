import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { createGitHub, type GitHub, named } from '../adapters/github/client.ts';
import type { Config } from '../config.ts';
import { fill } from '../release/placeholders.ts';
import { needsOf, type PlaybookNeeds } from '../release/playbook-needs.ts';
import { type Finding, failing, fine, look, warning } from './finding.ts';
import { branchFindings } from './github-branches.ts';
import { workflowFindings } from './github-workflows.ts';

/** What is looked for in one repository. */
export interface Patient {
  readonly about: string;
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly needs: PlaybookNeeds;
}

const repository = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  archived: z.boolean().default(false),
  disabled: z.boolean().default(false),
  permissions: z.object({ push: z.boolean().default(false) }).optional(),
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
});
type Repository = z.output<typeof repository>;

const methods = {
  merge: { key: 'allow_merge_commit', setting: 'Allow merge commits', way: 'a merge commit' },
  squash: { key: 'allow_squash_merge', setting: 'Allow squash merging', way: 'squashing' },
  rebase: { key: 'allow_rebase_merge', setting: 'Allow rebase merging', way: 'rebasing' },
} as const;

function methodFindings(about: string, read: Repository, { merges }: PlaybookNeeds): readonly Finding[] {
  return [...new Set(merges.map(({ method }) => method))]
    .filter((method) => read[methods[method].key] === false)
    .map((method) =>
      failing(
        about,
        `Pull requests may not be merged by ${methods[method].way}, and the playbook does so.`,
        `Switch on “${methods[method].setting}” in the repository’s settings, or change method: in the playbook.`,
      ),
    );
}

/** The scopes of a classic token; GitHub names none for Apps and fine-grained tokens. */
function tokenFindings(about: string, header: unknown): readonly Finding[] {
  if (typeof header !== 'string' || header === '') return [];
  const scopes = header.split(',').map((scope) => scope.trim());
  if (scopes.includes('repo')) return [];
  const fix = 'Give it the scope repo, or use a GitHub App.';
  return [failing(about, `The token has the scopes ${scopes.join(', ')}, not repo.`, fix)];
}

async function repositoryFindings(patient: Patient): Promise<readonly Finding[]> {
  const { about, octokit, owner, repo, needs } = patient;
  const answer = await octokit.rest.repos.get({ owner, repo });
  const read = repository.parse(answer.data);
  if (read.archived || read.disabled)
    return [failing(about, `It is ${read.archived ? 'archived' : 'disabled'}.`, 'Make it writable on GitHub.')];
  const found: Finding[] = [
    fine(about, `${read.full_name} can be reached.`),
    ...tokenFindings(about, answer.headers['x-oauth-scopes']),
  ];
  if (read.permissions?.push === false)
    found.push(failing(about, 'Slipway may read it, but not write to it.', 'Give its account or App write access.'));
  found.push(...methodFindings(about, read, needs));
  if (read.full_name.toLowerCase() !== `${owner}/${repo}`.toLowerCase())
    found.push(warning(about, `It is called ${read.full_name} now.`, 'Write the new name into slipway.yml.'));
  return [...found, ...(await branchFindings(patient)), ...(await workflowFindings(patient, read.default_branch))];
}

async function otherFindings(github: GitHub, about: string, name: string): Promise<readonly Finding[]> {
  const octokit = await github.octokitFor(name);
  await octokit.rest.pulls.list({ ...named(name), per_page: 1 });
  return [fine(about, `${name} can be read.`)];
}

function githubOf({ github }: Config): GitHub {
  const pauses = { pausedUntil: async () => undefined, pauseUntil: async () => {} };
  return createGitHub({ credentials: github.credentials, baseUrl: github.apiUrl, pauses });
}

/** Whether GitHub knows us, and lets the playbooks do in the repositories what they will do. Changes nothing. */
export async function githubFindings(config: Config): Promise<readonly Finding[]> {
  const github = githubOf(config);
  const remedy = 'Try again; if it stays so, see whether this machine reaches GitHub.';
  const found: Finding[] = [
    ...(await look('GitHub', remedy, async () => [fine('GitHub', `Signed in as ${await github.login()}.`)])),
  ];
  if (found.some(({ state }) => state === 'failing')) return found;
  for (const [name, component] of Object.entries(config.slipway.components)) {
    const playbook = config.playbooks.get(component.playbook)?.playbook;
    if (playbook === undefined) continue;
    const needs = needsOf(playbook);
    const about = `Repository of ${name}`;
    const where = named(component.repository);
    const access = `See that ${component.repository} exists, and that the token or App has access to it.`;
    found.push(
      ...(await look(about, access, async () =>
        repositoryFindings({ about, octokit: await github.octokitFor(component.repository), ...where, needs }),
      )),
    );
    for (const other of needs.repositories.map((text) => fill(text, component.values)))
      found.push(
        ...(await look(`Other repository of ${name}`, access, () =>
          otherFindings(github, `Other repository of ${name}`, other),
        )),
      );
  }
  return found;
}
