import { recordStatus } from '../domain/record-status.ts';
import { presentStatus } from '../present/present-checks.ts';
import { apiUrl, presentRepository } from '../present/present-repository.ts';
import type { CommitStatus } from '../state/checks.ts';
import { created, type Handlers } from './call.ts';
import { commitOf } from './commits.ts';
import { listPage, pageOf } from './page.ts';

/** The newest status of every context. */
function newest(statuses: readonly CommitStatus[]): CommitStatus[] {
  return [...new Map(statuses.map((status) => [status.context, status])).values()];
}

function combined(statuses: readonly CommitStatus[]): string {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  return statuses.length === 0 || statuses.some(({ state }) => state === 'pending') ? 'pending' : 'success';
}

/** Commit statuses. */
export const statusHandlers: Handlers<'repos'> = {
  createCommitStatus: async ({ world, repository, actor, args }) => {
    const status = await recordStatus(world, repository, actor, {
      sha: args.sha,
      state: args.state,
      context: args.context ?? 'default',
      description: args.description ?? null,
      targetUrl: args.target_url ?? null,
    });
    return created(presentStatus(world, repository, status), apiUrl(world, repository, `/statuses/${args.sha}`));
  },

  getCombinedStatusForRef: async ({ world, repository, args }) => {
    const sha = await commitOf(repository, args.ref);
    const statuses = newest(repository.statuses.filter((status) => status.sha === sha));
    const shown = (skip: number, size: number) =>
      statuses.slice(skip, skip + size).map((status) => presentStatus(world, repository, status));
    return await pageOf(args, statuses.length, shown, (items) => ({
      state: combined(statuses),
      statuses: items,
      sha,
      total_count: statuses.length,
      repository: presentRepository(world, repository),
      commit_url: apiUrl(world, repository, `/commits/${sha}`),
      url: apiUrl(world, repository, `/commits/${sha}/status`),
    }));
  },

  listCommitStatusesForRef: async (call) => {
    const { world, repository, args } = call;
    const sha = await commitOf(repository, args.ref);
    const statuses = repository.statuses.filter((status) => status.sha === sha).reverse();
    return await listPage(call, statuses, (status) => presentStatus(world, repository, status));
  },
};
