import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/rest';
import { RefusedOutside } from '../../release/outside-errors.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** Who Slipway is on GitHub: a token's user, or an App. */
export type Credentials = { readonly token: string } | { readonly appId: string; readonly privateKey: string };

/** The header of a request, and when its token was issued where GitHub needs a moment to know it everywhere. */
export interface Authorized {
  readonly header: string;
  readonly issuedAt?: Date;
}

/** Looked up for each request, because the tokens of installations expire. */
export type Authorization = () => Promise<Authorized | undefined>;

/** Under which pause scope and with which header a repository is spoken to. */
interface Standing {
  readonly scope: string;
  readonly authorization: Authorization;
}

/** What GitHub says that Slipway may do on a repository. */
export type Granted =
  | {
      readonly kind: 'app';
      readonly appId: number;
      /** As in `<slug>[bot]`. */
      readonly slug: string;
      /** `read`, `write` or `admin` by permission, such as `pull_requests`. */
      readonly permissions: Readonly<Record<string, string>>;
      readonly suspended: boolean;
    }
  | {
      readonly kind: 'token';
      /** Of a classic token. undefined: a fine-grained one, of which GitHub tells nothing. */
      readonly scopes: readonly string[] | undefined;
    };

/** Who Slipway is on GitHub. */
export interface Identity {
  on(repository: { readonly owner: string; readonly repo: string }): Promise<Standing>;
  login(): Promise<string>;
  granted(repository: { readonly owner: string; readonly repo: string }): Promise<Granted>;
}

type OctokitOf = (scope: string, authorization: Authorization) => Octokit;

/** What was found out once is not asked again; a failure is. */
function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= find().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

function byToken(token: string, octokitOf: OctokitOf): Identity {
  const standing: Standing = { scope: 'github:token', authorization: async () => ({ header: `token ${token}` }) };
  const octokit = octokitOf(standing.scope, standing.authorization);
  return {
    on: async () => standing,
    login: once(async () => (await octokit.rest.users.getAuthenticated()).data.login),
    async granted() {
      const { headers } = await octokit.rest.users.getAuthenticated();
      const scopes = headers['x-oauth-scopes'];
      if (scopes === undefined) return { kind: 'token', scopes: undefined };
      const all = String(scopes).split(',');
      return { kind: 'token', scopes: all.map((scope) => scope.trim()).filter((scope) => scope !== '') };
    },
  };
}

function asApp({ appId, privateKey }: Extract<Credentials, { appId: string }>, octokitOf: OctokitOf): Identity {
  const bare = octokitOf('github:app', async () => undefined); // the strategy signs its own request for a token
  const auth = createAppAuth({ appId, privateKey, request: bare.request, log: bare.log });
  const app = octokitOf('github:app', async () => ({
    header: `bearer ${(await auth({ type: 'app' })).token}`,
  }));
  const standings = new Map<string, () => Promise<Standing>>();

  async function installationOn(owner: string, repo: string) {
    const installation = await expecting([404], app.rest.apps.getRepoInstallation({ owner, repo }));
    if (installation instanceof GitHubAnswer)
      throw new RefusedOutside(
        `Slipway's GitHub App is not installed on ${owner}/${repo}`,
        `Install the App on ${owner}/${repo} (an owner of ${owner} can), then press Retry.`,
        '404',
      );
    return installation.data;
  }

  async function find(owner: string, repo: string): Promise<Standing> {
    const { id } = await installationOn(owner, repo);
    const authorization = async () => {
      const { token, createdAt } = await auth({ type: 'installation', installationId: id });
      return { header: `token ${token}`, issuedAt: new Date(createdAt) };
    };
    return { scope: `github:installation:${id}`, authorization: reinstalled(`${owner}/${repo}`, authorization) };
  }

  /** An App that was removed and installed again has another installation: it is looked up again after a refusal. */
  function reinstalled(repository: string, authorization: Authorization): Authorization {
    return async () => {
      try {
        return await authorization();
      } catch (error) {
        if (error instanceof RefusedOutside) standings.delete(repository);
        throw error;
      }
    };
  }

  return {
    async on({ owner, repo }) {
      const repository = `${owner}/${repo}`;
      const standing = standings.get(repository) ?? once(() => find(owner, repo));
      standings.set(repository, standing);
      return await standing();
    },
    login: once(async () => {
      const { data } = await app.rest.apps.getAuthenticated();
      if (data?.slug === undefined) throw new Error('GitHub names no slug for the App.');
      return `${data.slug}[bot]`;
    }),
    async granted({ owner, repo }) {
      const { app_id, app_slug, permissions, suspended_at } = await installationOn(owner, repo);
      return {
        kind: 'app',
        appId: app_id,
        slug: app_slug,
        permissions: { ...permissions },
        suspended: suspended_at !== null,
      };
    },
  };
}

/** The identity of the credentials. `octokitOf` opens the door with a header that may change from request to request. */
export function identify(credentials: Credentials, octokitOf: OctokitOf): Identity {
  return 'token' in credentials ? byToken(credentials.token, octokitOf) : asApp(credentials, octokitOf);
}
