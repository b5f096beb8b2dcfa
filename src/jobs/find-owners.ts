import type { Execute } from '../execute.ts';
import { type Person, type Release, stepState } from '../release/release.ts';
import type { OwnerGroup } from '../release/role-source.ts';
import { codeownersPlaces, type Owned, ownersOfFiles } from './codeowners.ts';

/** What the job asks of GitHub. */
export interface OwnersClient {
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<
    { readonly kind: 'file'; readonly bytes: Uint8Array } | { readonly kind: 'folder' | 'missing' | 'no-ref' }
  >;
  filesOfPullRequest(repository: string, number: number): Promise<readonly string[]>;
  teamMembers(repository: string, team: string): Promise<readonly string[] | undefined>;
  pullRequest(repository: string, number: number): Promise<{ readonly head: string; readonly base: string }>;
}

const mostFiles = 3000; // GitHub lists no more of a pull request

/** Slack ids by GitHub login, in lower case. */
function slackIds(release: Release): ReadonlyMap<string, Person> {
  return new Map(Object.entries(release.component.github).map(([id, login]) => [login.toLowerCase(), id]));
}

/** The Slack ids of logins, and the logins that nobody in slipway.yml has. */
export function inSlack(release: Release, logins: readonly string[]): { people: Person[]; unknown: string[] } {
  const ids = slackIds(release);
  return {
    people: [...new Set(logins.flatMap((login) => ids.get(login.toLowerCase()) ?? []))],
    unknown: logins.filter((login) => !ids.has(login.toLowerCase())),
  };
}

/** GitHub takes the file of the branch that is merged into. */
async function codeowners(client: OwnersClient, repository: string, base: string): Promise<string> {
  for (const path of codeownersPlaces) {
    const read = await client.readPath(repository, path, base);
    if (read.kind === 'file') return Buffer.from(read.bytes).toString('utf8');
  }
  return '';
}

async function groupOf(client: OwnersClient, release: Release, { patterns, owners }: Owned): Promise<OwnerGroup> {
  const named: string[] = [];
  const unknown: string[] = [];
  for (const owner of owners) {
    const name = owner.replace(/^@/, '');
    if (!owner.startsWith('@'))
      unknown.push(owner); // an address: nobody's login
    else if (!name.includes('/')) named.push(name);
    else {
      const members = await client.teamMembers(release.component.repository, name);
      if (members === undefined || members.length === 0) unknown.push(owner);
      else named.push(...members);
    }
  }
  const found = inSlack(release, [...new Set(named)]);
  return { patterns: [...patterns], people: found.people, unknown: [...found.unknown, ...unknown] };
}

/** Finds out who owns what the release pull request of a step changes, at its present head, and records it. */
export async function findOwners(
  client: OwnersClient,
  execute: Execute,
  release: Release,
  step: string,
): Promise<void> {
  const { repository } = release.component;
  const { number, head } = stepState(release, step).facts;
  if (number === undefined || head === undefined) return;
  const [pull, files] = await Promise.all([
    client.pullRequest(repository, Number(number)),
    client.filesOfPullRequest(repository, Number(number)),
  ]);
  if (pull.head !== head) return; // it has moved: the watch records that, and it is owed anew
  const text = await codeowners(client, repository, pull.base);
  const groups: OwnerGroup[] = [];
  for (const owned of ownersOfFiles(text, files.length >= mostFiles ? undefined : files))
    groups.push(await groupOf(client, release, owned));
  await execute(release.id, { type: 'RecordOwners', pullRequest: step, head, groups });
}
