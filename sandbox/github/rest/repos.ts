import { notFound } from '../api-error.ts';
import { rulesetsOn } from '../domain/demands.ts';
import { countCommits, logCommits } from '../git/commits.ts';
import { listRefs, resolveCommit } from '../git/refs.ts';
import { presentAccount } from '../present/present-account.ts';
import { presentCommit } from '../present/present-commit.ts';
import { apiUrl, htmlUrl, presentRepository } from '../present/present-repository.ts';
import { presentProtection } from '../present/present-rules.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { found, type Handlers, ok } from './call.ts';
import { listPage, pageOf } from './page.ts';

/** Whether anything protects a branch. */
const isProtected = (repository: Repository, branch: string): boolean =>
  repository.protections.has(branch) || rulesetsOn(repository, `refs/heads/${branch}`).length > 0;

/** The short form of protection that a branch carries. */
function protectionSummary(world: World, repository: Repository, branch: string) {
  const protection = repository.protections.get(branch);
  if (protection === undefined) {
    return { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } };
  }
  // the rest of it is an administrator's to read, at its own address
  const { required_status_checks: checks } = presentProtection(world, repository, protection);
  const level = protection.enforceAdmins ? 'everyone' : 'non_admins';
  const { contexts = [], checks: named = [] } = checks ?? {};
  return { enabled: true, required_status_checks: { enforcement_level: level, contexts, checks: named } };
}

const branchName = (ref: string) => ref.slice('refs/heads/'.length);
const protectionUrl = (world: World, repository: Repository, branch: string) =>
  apiUrl(world, repository, `/branches/${encodeURIComponent(branch)}/protection`);

/** Repositories, their branches and tags. */
export const repositoryHandlers: Handlers<'repos'> = {
  get: ({ world, repository, credential }) => {
    const person = credential.kind === 'person' ? credential.account.login.toLowerCase() : undefined;
    const access = person === undefined ? undefined : repository.access.get(person);
    const permissions = {
      admin: access === 'admin',
      maintain: access === 'admin' || access === 'maintain',
      push: access !== 'read' && access !== 'triage',
      triage: access !== 'read',
      pull: true,
    };
    return ok({ ...presentRepository(world, repository), permissions });
  },

  checkImmutableReleases: ({ repository }) => {
    if (!repository.immutableReleases) throw notFound();
    return ok({ enabled: true, enforced_by_owner: false });
  },

  listBranches: async (call) => {
    const { world, repository, args } = call;
    const refs = (await listRefs(repository.git, 'refs/heads/')).filter(
      ({ ref }) => args.protected === undefined || isProtected(repository, branchName(ref)) === args.protected,
    );
    return await listPage(call, refs, ({ ref, sha }) => ({
      name: branchName(ref),
      commit: { sha, url: apiUrl(world, repository, `/commits/${sha}`) },
      protected: isProtected(repository, branchName(ref)),
      protection: protectionSummary(world, repository, branchName(ref)),
      protection_url: protectionUrl(world, repository, branchName(ref)),
    }));
  },

  getBranch: async ({ world, repository, args: { branch } }) => {
    const sha = found(await resolveCommit(repository.git, `refs/heads/${branch}`), 'Branch not found');
    const [commit] = await logCommits(repository.git, ['--no-walk', sha]);
    return ok({
      name: branch,
      commit: presentCommit(world, repository, found(commit)),
      _links: {
        self: apiUrl(world, repository, `/branches/${branch}`),
        html: htmlUrl(world, repository, `/tree/${branch}`),
      },
      protected: isProtected(repository, branch),
      protection: protectionSummary(world, repository, branch),
      protection_url: protectionUrl(world, repository, branch),
    });
  },

  listTags: async (call) => {
    const { world, repository } = call;
    // GitHub lists tags by name, the last first
    const refs = (await listRefs(repository.git, 'refs/tags/')).reverse();
    return await listPage(call, refs, ({ ref, commit }) => {
      const name = ref.slice('refs/tags/'.length);
      const encoded = encodeURIComponent(name);
      return {
        name,
        commit: { sha: commit, url: apiUrl(world, repository, `/commits/${commit}`) },
        zipball_url: apiUrl(world, repository, `/zipball/refs/tags/${encoded}`),
        tarball_url: apiUrl(world, repository, `/tarball/refs/tags/${encoded}`),
        node_id: nodeId('Ref', ref),
      };
    });
  },

  getCollaboratorPermissionLevel: ({ world, repository, args: { username } }) => {
    const account = found(world.accounts.get(username.toLowerCase()));
    const access = repository.access.get(username.toLowerCase()) ?? 'none';
    const coarse = access === 'maintain' ? 'write' : access === 'triage' ? 'read' : access;
    return ok({ permission: coarse, role_name: access, user: presentAccount(world, account) });
  },

  listContributors: async (call) => {
    const { world, repository } = call;
    const authors = (await repository.git.text(['log', '--format=%ae', repository.defaultBranch])).split('\n');
    const known = [...world.accounts.values()].map((account) => ({
      account,
      contributions: authors.filter((email) => email.toLowerCase() === account.email.toLowerCase()).length,
    }));
    const some = known
      .filter(({ contributions }) => contributions > 0)
      .sort((a, b) => b.contributions - a.contributions);
    return await listPage(call, some, ({ account, contributions }) => ({
      ...presentAccount(world, account),
      contributions,
    }));
  },

  listCommits: async ({ world, repository, args }) => {
    const tip = found(await resolveCommit(repository.git, args.sha ?? repository.defaultBranch));
    const author = args.author === undefined ? undefined : world.accounts.get(args.author.toLowerCase());
    const options = {
      ...(args.since === undefined ? {} : { since: args.since }),
      ...(args.until === undefined ? {} : { until: args.until }),
      ...(args.author === undefined ? {} : { author: author?.email ?? args.author }),
      ...(args.path === undefined || args.path === '' ? {} : { paths: [args.path] }),
    };
    const total = await countCommits(repository.git, [tip], options);
    return await pageOf(args, total, async (skip, limit) =>
      (await logCommits(repository.git, [tip], { ...options, skip, limit })).map((commit) =>
        presentCommit(world, repository, commit),
      ),
    );
  },
};
