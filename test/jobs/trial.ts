import { githubClient } from '../../sandbox/github/client.ts';
import { type RepositoryOptions, startGitHub } from '../../sandbox/github/start-github.ts';
import { alertsOn } from '../../src/adapters/github/alerts.ts';
import { branchesOn } from '../../src/adapters/github/branches.ts';
import { changesOn } from '../../src/adapters/github/changes.ts';
import { changesForNotesOn } from '../../src/adapters/github/changes-for-notes.ts';
import { checksOn } from '../../src/adapters/github/checks.ts';
import { createGitHub } from '../../src/adapters/github/client.ts';
import { contentsOn } from '../../src/adapters/github/contents.ts';
import { deploymentsOn } from '../../src/adapters/github/deployments.ts';
import { issueWritesOn } from '../../src/adapters/github/issue-writes.ts';
import { issuesOn } from '../../src/adapters/github/issues.ts';
import { protectionRulesOn } from '../../src/adapters/github/protection-rules.ts';
import { pullRequestListsOn } from '../../src/adapters/github/pull-request-lists.ts';
import { pullRequestsOn } from '../../src/adapters/github/pull-requests.ts';
import { releaseHistoryOn } from '../../src/adapters/github/release-history.ts';
import { releasePleaseOn } from '../../src/adapters/github/release-please.ts';
import { releasesOn } from '../../src/adapters/github/releases.ts';
import { revertsOn } from '../../src/adapters/github/reverts.ts';
import { statusesOn } from '../../src/adapters/github/statuses.ts';
import { tagsOn } from '../../src/adapters/github/tags.ts';
import { teamsOn } from '../../src/adapters/github/teams.ts';
import { trackingIssuesOn } from '../../src/adapters/github/tracking-issues.ts';
import { workflowsOn } from '../../src/adapters/github/workflows.ts';
import { httpsOn } from '../../src/adapters/https/ask.ts';
import { schemasIn } from '../../src/adapters/json-schema/schemas.ts';
import { executeOn } from '../../src/execute.ts';
import { beginsOn } from '../../src/jobs/begin-deployment.ts';
import type { EnvironmentLockClient } from '../../src/jobs/environment-lock.ts';
import { outages } from '../../src/jobs/outages.ts';
import { performStep } from '../../src/jobs/perform-step.ts';
import type { StepWork } from '../../src/jobs/step-outcome.ts';
import { runStep } from '../../src/jobs/steps.ts';
import type { ReleaseEvent, ReleaseStarted } from '../../src/release/events.ts';
import type { Recorded } from '../../src/release/evolve.ts';
import { RefusedOutside } from '../../src/release/outside-errors.ts';
import type { PlannedStep } from '../../src/release/plan.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { plannedStep, stepState } from '../../src/release/release.ts';
import { sharedPauses } from '../adapters/github/scripted-github.ts';
import { started } from '../release/given.ts';
import { people, repositories } from './billing-repositories.ts';

/** What happened in one process of Slipway, kept in memory: the log of a trial. */
function memoryLog() {
  const recorded: Recorded[] = [];
  return {
    async append({ after, at, events }: { after: number; at: Date; events: readonly ReleaseEvent[] }) {
      if (after !== recorded.length) return { kind: 'conflict' as const };
      recorded.push(...events.map((event, n) => ({ event, at, version: after + n + 1 })));
      return { kind: 'appended' as const, version: recorded.length };
    },
    async read(_: string, after = 0) {
      return recorded.slice(after);
    },
  };
}

/** The local GitHub with acme/billing and acme/api-gateway, and the adapters on it. */
/** These trials are about GitHub; an announcement in one would be a mistake of the test. */
const noSlack = {
  async post(): Promise<never> {
    throw new Error('This trial has no Slack.');
  },
  messageUrl: () => '',
};

/** Nobody else deploys anywhere. */
const noOtherDeployments: EnvironmentLockClient = {
  lockEnvironment: async (_, __, wanted) => wanted,
  otherRelease: async () => undefined,
};

/** @param options `asApp`: Slipway speaks as its GitHub App, not by a token. */
export async function localGitHub(
  options: {
    readonly enterprise?: boolean;
    readonly asApp?: boolean;
    readonly repositories?: readonly RepositoryOptions[];
  } = {},
) {
  const { asApp = false, ...others } = options;
  const server = await startGitHub({ repositories, people, ...others });
  const keys = new Set<string>();
  const credentials = asApp ? { appId: String(server.appId), privateKey: server.privateKey } : { token: server.token };
  const github = createGitHub({ credentials, baseUrl: server.url, pauses: sharedPauses() });
  const client = {
    ...alertsOn(github),
    ...branchesOn(github),
    ...changesOn(github),
    ...changesForNotesOn(github),
    ...checksOn(github),
    ...contentsOn(github),
    ...deploymentsOn(github),
    ...issueWritesOn(github),
    ...issuesOn(github),
    ...protectionRulesOn(github),
    ...pullRequestListsOn(github),
    ...pullRequestsOn(github),
    ...releasePleaseOn(github),
    ...releaseHistoryOn(github),
    ...releasesOn(github),
    ...revertsOn(github),
    ...statusesOn(github),
    ...tagsOn(github),
    ...trackingIssuesOn(github),
    ...teamsOn(github),
    ...workflowsOn(github),
    ...schemasIn(),
    ...httpsOn({ allowed: [] }),
    ...noOtherDeployments,
    login: () => github.login(),
    async firstTime(key: string) {
      const first = !keys.has(key);
      keys.add(key);
      return first;
    },
  };
  const control = githubClient(server.controlUrl);
  return {
    server,
    client,
    control,
    billing: control.repository('acme/billing'),
    gateway: control.repository('acme/api-gateway'),
  };
}

/** A client to whom GitHub's GraphQL refuses everything, so that it does not learn which pull requests brought a commit. */
export async function withoutAssociations({ server, client }: LocalTrial): Promise<LocalTrial['client']> {
  const github = createGitHub({ credentials: { token: server.token }, baseUrl: server.url, pauses: sharedPauses() });
  const refusing = {
    ...github,
    async octokitFor(repository: string) {
      const octokit = await github.octokitFor(repository);
      octokit.hook.wrap('request', async (request, options) => {
        if (!options.url.endsWith('/graphql')) return await request(options);
        throw new RefusedOutside(
          'GitHub refused: Resource not accessible by personal access token',
          'Grant it.',
          '403',
        );
      });
      return octokit;
    },
  };
  return { ...client, ...changesForNotesOn(refusing) };
}

export type LocalTrial = Awaited<ReturnType<typeof localGitHub>>;
type Client = LocalTrial['client'];
/** Steps as a playbook writes them. */
type Written = readonly Readonly<Record<string, unknown>>[];

/** A release of billing 1.5.0 whose playbook has the steps `done` (with the facts they left) and then the steps of the trial. */
export async function trialRelease(
  client: Client,
  steps: Written,
  given: {
    readonly done?: Readonly<
      Record<
        string,
        { readonly step: Readonly<Record<string, unknown>>; readonly facts: Readonly<Record<string, string>> }
      >
    >;
    readonly change?: Partial<ReleaseStarted>;
    readonly id?: string;
  } = {},
) {
  const done = Object.entries(given.done ?? {});
  const before = done.map(([as, { step }]) => ({ ...step, as }));
  const stages = [
    ...(before.length === 0 ? [] : [{ stage: 'Before', steps: before }]),
    { stage: 'Trial', steps: [{ together: steps }] },
  ];
  const playbook = playbookSchema.parse({
    playbook: 'trial',
    title: 'Trial',
    'released-from': 'dev',
    questions: { features: { ask: 'Which?', kind: 'text', several: true, each: 'feature' } },
    roles: { 'release-manager': { title: 'Release manager', from: 'starter' } },
    stages,
  });
  let at = Date.now();
  const now = () => new Date(at);
  const execute = executeOn({
    log: memoryLog(),
    now,
    enqueue: () => undefined,
    unrecorded(error) {
      throw error;
    },
  });
  const { id = 'billing-1.5.0-abc123' } = given;
  await execute(id, { ...started({ playbook, previousTag: 'v1.4.0', ...given.change }), type: 'StartRelease' });
  for (const [step, { facts }] of done)
    await execute(id, { type: 'RecordCompletion', step, attempt: 1, how: 'made', sentence: 'done', facts });
  const release = async () => {
    const found = await execute.load(id);
    if (found === undefined) throw new Error('The release did not start.');
    return found;
  };
  return {
    id,
    execute,
    release,
    state: async (step: string) => stepState(await release(), step),
    /** One look at a step, as a job does it, recorded. Resolves to its state afterwards. */
    async look(step: string) {
      const planned = plannedStep(await release(), step);
      if (planned === undefined) throw new Error(`no step ${step}`);
      const ports = {
        execute,
        now,
        outages: outages(),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        run: (work: StepWork<PlannedStep['step']>) => runStep({ ...beginsOn(execute), ...client, ...noSlack }, work),
      };
      await performStep(ports, await release(), planned);
      return stepState(await release(), step);
    },
    retry: (step: string) => execute(id, { type: 'RetryStep', step, by: 'U-maria' }),
    /** Somebody presses Deploy. */
    deploys: (step: string, attempt = 1) => execute(id, { type: 'RequestDeploy', step, by: 'U-maria', attempt }),
    /** Lets time pass. */
    later(ms: number) {
      at += ms;
    },
    now,
  };
}
