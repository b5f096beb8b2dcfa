import { z } from 'zod';
import { shortened } from '../../release/shortened.ts';
import { type GitHub, named } from './client.ts';

/** A deployment on GitHub with the last thing it said. */
export interface Deployment {
  readonly id: string;
  readonly sha: string;
  readonly ref: string;
  /** The id that Slipway put into it; undefined for one that somebody else made. */
  readonly ours?: string | undefined;
  readonly createdAt: Date;
  /** Newest first. */
  readonly statuses: readonly DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly state: string;
  readonly description: string;
  /** The page of the job that said it, or of the environment. */
  readonly url?: string | undefined;
  /** ISO time. */
  readonly at: string;
}

/** GitHub hands a payload back as it was sent, or as the text of it. */
const payload = z.union([
  z.object({ slipway: z.string() }),
  z.string().transform((text) => ({ slipway: /"slipway"\s*:\s*"([^"]+)"/.exec(text)?.[1] })),
]);
const deployment = z.object({
  id: z.int(),
  sha: z.string(),
  ref: z.string(),
  payload: z.unknown(),
  created_at: z.string(),
});
type Read = z.infer<typeof deployment>;

/** Deployments of GitHub. */
export function deploymentsOn(github: GitHub) {
  async function statusesOf(repository: string, id: number): Promise<readonly DeploymentStatus[]> {
    const octokit = await github.octokitFor(repository);
    const asked = { ...named(repository), deployment_id: id, per_page: 100 };
    const { data } = await octokit.rest.repos.listDeploymentStatuses(asked);
    return data.map((s) => ({
      state: s.state,
      description: s.description,
      url: [s.log_url, s.target_url, s.environment_url].find((url) => url !== undefined && url !== ''),
      at: s.created_at,
    }));
  }

  async function withStatuses(repository: string, read: Read): Promise<Deployment> {
    return {
      id: String(read.id),
      sha: read.sha,
      ref: read.ref,
      ours: payload.safeParse(read.payload).data?.slipway,
      createdAt: new Date(read.created_at),
      statuses: await statusesOf(repository, read.id),
    };
  }

  return {
    /** The newest 20 deployments of a commit to an environment, newest first. */
    async deploymentsOf(repository: string, environment: string, sha: string): Promise<readonly Deployment[]> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.repos.listDeployments({
        ...named(repository),
        environment,
        sha,
        per_page: 20,
      });
      return await Promise.all(
        z
          .array(deployment)
          .parse(data)
          .map((read) => withStatuses(repository, read)),
      );
    },

    /** Makes a deployment of exactly this ref: GitHub merges nothing into it, and asks no check of it. */
    async makeDeployment(
      repository: string,
      wanted: {
        readonly environment: string;
        readonly ref: string;
        readonly ours: string;
        readonly description: string;
      },
    ): Promise<Deployment> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.repos.createDeployment({
        ...named(repository),
        ref: wanted.ref,
        environment: wanted.environment,
        description: shortened(wanted.description, 140), // GitHub's limit
        auto_merge: false,
        required_contexts: [],
        payload: { slipway: wanted.ours },
      });
      return { ...(await withStatuses(repository, deployment.parse(data))), ours: wanted.ours };
    },

    async reportDeployment(repository: string, id: string, state: 'success' | 'failure', url: string): Promise<void> {
      const octokit = await github.octokitFor(repository);
      await octokit.rest.repos.createDeploymentStatus({
        ...named(repository),
        deployment_id: Number(id),
        state,
        log_url: url,
        auto_inactive: true,
      });
    },
  };
}
