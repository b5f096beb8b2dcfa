import { isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';

/** The REST address of something in a repository. */
export const apiUrl = (world: World, repository: Repository, path = ''): string =>
  `${world.urls.api}/repos/${repository.fullName}${path}`;

/** The page of something in a repository. */
export const htmlUrl = (world: World, repository: Repository, path = ''): string =>
  `${world.urls.html}/${repository.fullName}${path}`;

const links = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

function addresses(world: World, repository: Repository): Record<string, string> {
  const page = htmlUrl(world, repository);
  const host = new URL(world.urls.html).host;
  return {
    ...Object.fromEntries(Object.entries(links).map(([name, path]) => [name, apiUrl(world, repository, path)])),
    url: apiUrl(world, repository),
    html_url: page,
    clone_url: `${page}.git`,
    git_url: `git://${host}/${repository.fullName}.git`,
    ssh_url: `git@${host}:${repository.fullName}.git`,
    svn_url: page,
  };
}

const quiet = {
  private: true,
  visibility: 'private',
  fork: false,
  disabled: false,
  is_template: false,
  homepage: null,
  language: 'TypeScript',
  license: null,
  mirror_url: null,
  forks: 0,
  forks_count: 0,
  watchers: 0,
  watchers_count: 0,
  stargazers_count: 0,
  network_count: 0,
  subscribers_count: 0,
  size: 0,
  topics: [],
  has_issues: true,
  has_projects: false,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  web_commit_signoff_required: false,
};

/** A repository in full; the response's schema decides how much of it is shown. */
export function presentRepository(world: World, repository: Repository) {
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    owner: presentAccount(world, repository.owner),
    description: null,
    ...addresses(world, repository),
    ...quiet,
    archived: repository.archived,
    default_branch: repository.defaultBranch,
    open_issues: open,
    open_issues_count: open,
    allow_merge_commit: repository.methods.merge,
    allow_squash_merge: repository.methods.squash,
    allow_rebase_merge: repository.methods.rebase,
    allow_auto_merge: false,
    allow_update_branch: true,
    allow_forking: false,
    delete_branch_on_merge: repository.deleteBranchOnMerge,
    merge_commit_title: 'MERGE_MESSAGE',
    merge_commit_message: 'PR_TITLE',
    squash_merge_commit_title: 'COMMIT_OR_PR_TITLE',
    squash_merge_commit_message: 'COMMIT_MESSAGES',
    created_at: isoSeconds(repository.createdAt),
    updated_at: isoSeconds(repository.pushedAt),
    pushed_at: isoSeconds(repository.pushedAt),
  };
}
