import type { Access } from '../access/access.ts';
import { ApiError } from '../api-error.ts';
import { attachFile } from '../domain/attach-file.ts';
import { environmentOf } from '../domain/deploy.ts';
import type { Repository } from '../state/repository.ts';
import { accountOf, type World } from '../state/world.ts';
import { actorNamed } from './acting.ts';
import type { CommandInput } from './commands.ts';
import type { Deeds } from './deeds.ts';

function protect(repository: Repository, input: CommandInput<'protect'>): void {
  const statuses = (input.requiredStatuses ?? []).map((context) => ({ context, appId: null }));
  const reviewed = input.requirePullRequest === true || (input.requiredReviews ?? 0) > 0;
  repository.protections.set(input.branch, {
    branch: input.branch,
    statuses: statuses.length === 0 ? null : { strict: input.strict ?? false, contexts: statuses },
    reviews: reviewed
      ? { count: input.requiredReviews ?? 0, dismissStale: input.dismissStale ?? false, codeOwners: false }
      : null,
    enforceAdmins: input.enforceAdmins ?? true,
    linearHistory: input.linearHistory ?? false,
    signatures: input.signatures ?? false,
    locked: input.locked ?? false,
    pushers:
      input.pushers === undefined && input.pushingApps === undefined
        ? null
        : { users: input.pushers ?? [], teams: [], apps: input.pushingApps ?? [] },
    allowForcePushes: false,
    allowDeletions: input.allowDeletions ?? false,
  });
}

function addRuleset(world: World, access: Access, repository: Repository, input: CommandInput<'ruleset'>): number {
  const now = world.now();
  const bypass_mode = input.bypassMode ?? 'always';
  const bypass = [
    ...(input.bypassApp === true ? [{ actor_id: access.app.id, actor_type: 'Integration', bypass_mode }] : []),
    ...(input.bypassPerson === undefined
      ? []
      : [{ actor_id: accountOf(world, input.bypassPerson).id, actor_type: 'User', bypass_mode }]),
  ];
  const ruleset = {
    id: world.nextId(),
    name: input.name,
    target: input.target ?? ('branch' as const),
    enforcement: input.enforcement ?? ('active' as const),
    include: input.include,
    exclude: input.exclude ?? [],
    rules: input.rules.map(({ type, parameters }) => ({ type, ...(parameters === undefined ? {} : { parameters }) })),
    bypass,
    createdAt: now,
    updatedAt: now,
  };
  repository.rulesets.push(ruleset);
  return ruleset.id;
}

/** How the scene is set: rules, settings, environments. */
export function scenery(
  access: Access,
): Deeds<
  | 'protect'
  | 'unprotect'
  | 'ruleset'
  | 'deleteRuleset'
  | 'immutableReleases'
  | 'mergeMethods'
  | 'deleteBranchOnMerge'
  | 'mergeabilityLags'
  | 'runsAppearAfter'
  | 'breakUpload'
  | 'access'
  | 'environment'
  | 'archive'
  | 'attach'
  | 'attest'
> {
  return {
    protect: (_, repository, input) => protect(repository, input),
    unprotect: (_, repository, { branch }) => void repository.protections.delete(branch),
    ruleset: (world, repository, input) => addRuleset(world, access, repository, input),

    deleteRuleset: (_, repository, { name }) => {
      const at = repository.rulesets.findIndex((ruleset) => ruleset.name === name);
      if (at === -1) throw new ApiError(404, `no ruleset is called ${name}`);
      repository.rulesets.splice(at, 1);
    },

    immutableReleases: (_, repository, { on }) => {
      repository.immutableReleases = on;
    },

    mergeMethods: (_, repository, { merge, squash, rebase }) => {
      repository.methods.merge = merge ?? repository.methods.merge;
      repository.methods.squash = squash ?? repository.methods.squash;
      repository.methods.rebase = rebase ?? repository.methods.rebase;
    },

    deleteBranchOnMerge: (_, repository, { on }) => {
      repository.deleteBranchOnMerge = on;
    },

    mergeabilityLags: (_, repository, { on }) => {
      repository.mergeabilityLags = on;
    },

    runsAppearAfter: (_, repository, { ms }) => {
      repository.runsAppearAfterMs = ms;
    },

    breakUpload: (world, repository, { by, tag, name }) => {
      const release = repository.releases.findLast((one) => one.tag === tag);
      if (release === undefined) throw new ApiError(404, `there is no release ${tag}`);
      const uploader = actorNamed(world, by).account;
      const left = { label: null, contentType: 'application/octet-stream', content: Buffer.alloc(0) };
      release.assets.push({ id: world.nextId(), name, ...left, state: 'starter', uploader, createdAt: world.now() });
    },

    access: (world, repository, { login, access: level }) => {
      repository.access.set(accountOf(world, login).login.toLowerCase(), level);
    },

    archive: (_, repository, { on }) => {
      repository.archived = on;
    },

    attach: (world, repository, { by, tag, ...file }) => {
      const release = repository.releases.findLast((one) => one.tag === tag);
      if (release === undefined) throw new ApiError(404, `there is no release ${tag}`);
      attachFile(world, repository, release, actorNamed(world, by).account, file);
    },

    attest: (_, repository, { digest, predicateType }) => {
      repository.attestations.push({ digest, predicateType: predicateType ?? 'https://slsa.dev/provenance/v1' });
    },

    environment: (world, repository, { name, reviewers, protectedBranchesOnly, gate }) => {
      const environment = environmentOf(world, repository, name);
      environment.reviewers = (reviewers ?? []).map((login) => accountOf(world, login));
      environment.protectedBranchesOnly = protectedBranchesOnly ?? false;
      environment.gate = gate ?? null;
    },
  };
}
