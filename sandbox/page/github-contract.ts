import type {
  CheckView,
  DeploymentView,
  IssueView,
  PendingDeploymentView,
  PullView,
  ReleaseView,
  RunView,
  StartableView,
  StatusView,
} from '../github/control/views.ts';

// What passes between the page and its server about one repository.

/** The newest of a list, and how many there are beside them. */
export interface Newest<Item> {
  readonly items: readonly Item[];
  readonly more: number;
}

/** The worst of a commit's checks and statuses; `none` where it has none. */
export type CommitState = 'success' | 'pending' | 'failure' | 'none';

/** What machines say of a commit: of each name the newest. */
export interface HeadShown {
  readonly sha: string;
  readonly state: CommitState;
  readonly checks: readonly CheckView[];
  readonly statuses: readonly StatusView[];
}

export interface BranchShown {
  readonly name: string;
  /** The repository's own branch. */
  readonly main: boolean;
  readonly head: HeadShown;
  /** First line of the newest commit. */
  readonly subject: string;
  readonly author: string;
}

export interface PullShown extends PullView {
  /** Of an open pull request. */
  readonly machines: HeadShown | undefined;
}

export interface RunShown extends RunView {
  /** The environments whose reviewers it waits for. */
  readonly pending: readonly PendingDeploymentView[];
}

/** A check of another App that is not done yet, on the head of a branch without an open pull request. */
export interface OpenCheckShown extends CheckView {
  readonly branch: string;
}

export interface TagShown {
  readonly name: string;
  /** The commit that it is at. */
  readonly sha: string;
  readonly annotated: boolean;
  readonly subject: string;
}

/** A workflow that people can start by hand. */
export type StartableShown = StartableView;

/** All that the page shows of a repository, newest first. */
export interface GitHubShown {
  readonly repository: string;
  readonly unfinishedRuns: Newest<RunShown>;
  readonly openChecks: Newest<OpenCheckShown>;
  readonly openPulls: Newest<PullShown>;
  /** Merged and closed. */
  readonly closedPulls: Newest<PullShown>;
  readonly finishedRuns: Newest<RunShown>;
  /** The repository's own branch first. */
  readonly branches: Newest<BranchShown>;
  readonly tags: Newest<TagShown>;
  readonly releases: Newest<ReleaseView>;
  readonly deployments: Newest<DeploymentView>;
  /** Of the repository's own branch. */
  readonly startable: readonly StartableShown[];
  /** Open ones first. */
  readonly issues: Newest<IssueView>;
}

type Ending = 'success' | 'failure';

/** What can be done at GitHub from the page: by workflows and other machines, or by the person of that login. */
export type GitHubDeed = { readonly repository: string } & (
  | { readonly deed: 'begin'; readonly run: number }
  | { readonly deed: 'finish'; readonly run: number; readonly conclusion: Ending }
  | { readonly deed: 'finishCheck'; readonly check: number; readonly conclusion: Ending }
  /** GitHub's scanners are on, look at the branch, and find nothing. */
  | { readonly deed: 'scan'; readonly branch: string }
  | ({ readonly by: string } & PersonsDeed)
);

type PersonsDeed =
  | { readonly deed: 'rerun'; readonly run: number }
  | {
      readonly deed: 'reviewDeployment';
      readonly run: number;
      readonly environment: string;
      readonly approve: boolean;
    }
  | { readonly deed: 'review'; readonly pull: number; readonly verdict: 'APPROVE' | 'REQUEST_CHANGES' }
  | { readonly deed: 'rename'; readonly pull: number; readonly title: string }
  | { readonly deed: 'merge'; readonly pull: number }
  | { readonly deed: 'close'; readonly pull: number }
  | { readonly deed: 'reopen'; readonly pull: number }
  | { readonly deed: 'push'; readonly branch: string; readonly path: string; readonly message: string }
  /** Writes a whole file, in a commit of its own. */
  | {
      readonly deed: 'write';
      readonly branch: string;
      readonly path: string;
      readonly content: string;
      readonly message: string;
    }
  | {
      readonly deed: 'openPull';
      readonly head: string;
      readonly base: string;
      readonly title: string;
      readonly body: string;
    }
  | {
      readonly deed: 'dispatch';
      readonly workflow: string;
      readonly branch: string;
      readonly inputs: Readonly<Record<string, string>>;
    }
  | {
      readonly deed: 'attach';
      readonly tag: string;
      readonly name: string;
      readonly content: string;
      readonly attested: boolean;
    }
  | { readonly deed: 'closeIssue'; readonly issue: number }
  | { readonly deed: 'reopenIssue'; readonly issue: number }
  | { readonly deed: 'tick'; readonly issue: number; readonly task: string; readonly ticked: boolean }
  /** All labels of an issue or a pull request, as they are to be. */
  | { readonly deed: 'label'; readonly number: number; readonly labels: readonly string[] }
  /** Into the milestone of that title, which is made where there is none; out of it where it is empty. */
  | { readonly deed: 'milestone'; readonly number: number; readonly title: string }
  /** No label where it is empty. */
  | { readonly deed: 'openIssue'; readonly title: string; readonly label: string }
  /** At GitHub's page for codes of the device flow; of no repository. */
  | { readonly deed: 'enterCode'; readonly code: string; readonly allow: boolean };
