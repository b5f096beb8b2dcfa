import { triggerWorkflows } from '../domain/workflow-trigger.ts';
import { resolveCommit } from '../git/refs.ts';
import { presentIssue } from '../present/present-issue.ts';
import { nodeId } from '../state/ids.ts';
import { found, type Handlers, noContent, ok } from './call.ts';
import { pageOf } from './page.ts';

/** What stands beside the rest: a dispatch, what the sandbox has none of, the search. */
export const featureHandlers: {
  readonly repos: Handlers<'repos'>;
  readonly search: Handlers<'search'>;
} = {
  repos: {
    createDispatchEvent: async ({ world, repository, actor, args }) => {
      const ref = `refs/heads/${repository.defaultBranch}`;
      const sha = found(await resolveCommit(repository.git, ref));
      const trigger = { event: 'repository_dispatch', type: args.event_type, ref, sha, title: args.event_type };
      await triggerWorkflows(world, repository, actor, trigger);
      return noContent();
    },
    codeownersErrors: () => ok({ errors: [] }),
    getAllDeploymentProtectionRules: ({ repository, world, args }) => {
      const { id, gate } = found(repository.environments.get(args.environment_name.toLowerCase()));
      const rules =
        gate === null
          ? []
          : [
              {
                id,
                node_id: nodeId('GateRule', id),
                enabled: true,
                app: {
                  id: gate.id,
                  slug: gate.slug,
                  integration_url: `${world.urls.api}/apps/${gate.slug}`,
                  node_id: nodeId('App', gate.id),
                },
              },
            ];
      return ok({ total_count: rules.length, custom_deployment_protection_rules: rules });
    },
  },
  search: {
    /** Understands `repo:`, `is:`, `state:`, `label:`, `in:title` words; anything else must stand in the title. */
    issuesAndPullRequests: async ({ world, args }) => {
      const terms = args.q.match(/[\w-]+:"[^"]*"|[^\s]+/g) ?? [];
      const of = (name: string) =>
        terms
          .filter((term) => term.startsWith(`${name}:`))
          .map((term) =>
            term
              .slice(name.length + 1)
              .replaceAll('"', '')
              .toLowerCase(),
          );
      const words = terms.filter((term) => !term.includes(':')).map((term) => term.toLowerCase());
      const is = [...of('is'), ...of('state'), ...of('type')];
      const all = [...world.repositories.values()]
        .filter(({ fullName }) => of('repo').length === 0 || of('repo').includes(fullName.toLowerCase()))
        .flatMap((repository) => [...repository.issues.values()].map((issue) => ({ repository, issue })))
        .filter(
          ({ issue }) =>
            (!is.includes('open') || issue.state === 'open') && (!is.includes('closed') || issue.state === 'closed'),
        )
        .filter(({ repository, issue }) => !is.includes('pr') || repository.pulls.has(issue.number))
        .filter(({ repository, issue }) => !is.includes('issue') || !repository.pulls.has(issue.number))
        .filter(({ issue }) => of('label').every((label) => issue.labels.some((one) => one.toLowerCase() === label)))
        .filter(({ issue }) => words.every((word) => issue.title.toLowerCase().includes(word)));
      const show = (skip: number, size: number) =>
        all
          .slice(skip, skip + size)
          .map(({ repository, issue }) => ({ ...presentIssue(world, repository, issue), score: 1 }));
      return await pageOf(args, all.length, show, (items) => ({
        total_count: all.length,
        incomplete_results: false,
        search_type: 'lexical',
        items,
      }));
    },
  },
};
