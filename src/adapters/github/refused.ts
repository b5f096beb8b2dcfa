import { z } from 'zod';
import { RefusedOutside } from '../../release/outside-errors.ts';

const detail = z.union([
  z.string(),
  z.looseObject({
    resource: z.string().optional(),
    field: z.string().optional(),
    code: z.string().optional(),
    message: z.string().optional(),
  }),
]);
const refusal = z.object({ message: z.string().catch(''), errors: z.array(detail).catch([]) });

/** What GitHub answered besides success: the cause of a `RefusedOutside`. Carries no request, so no token. */
export class GitHubAnswer extends Error {
  override readonly name = 'GitHubAnswer';
  readonly status: number;
  /** The machine's words: the `code` of each error of a 422. */
  readonly codes: readonly string[];
  constructor(status: number, message: string, codes: readonly string[]) {
    super(message);
    this.status = status;
    this.codes = codes;
  }
}

/**
 * Makes statuses that the caller expects into an answer; everything else passes.
 * @example const made = await expecting([422], octokit.rest.git.createRef(…)); if (made instanceof GitHubAnswer) …
 */
export async function expecting<T>(statuses: readonly number[], request: Promise<T>): Promise<T | GitHubAnswer> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof RefusedOutside && error.cause instanceof GitHubAnswer && statuses.includes(error.cause.status))
      return error.cause;
    throw error;
  }
}

/**
 * The value of a request whose refusals only their message tells apart. `refused` answers undefined for what it does
 * not expect: that is thrown.
 */
export async function answered<T, R>(
  request: Promise<T>,
  made: (answer: T) => R,
  refused: (answer: GitHubAnswer) => R | undefined,
): Promise<R> {
  try {
    return made(await request);
  } catch (error) {
    const known =
      error instanceof RefusedOutside && error.cause instanceof GitHubAnswer ? refused(error.cause) : undefined;
    if (known === undefined) throw error;
    return known;
  }
}

/** Reads the body of a refusal: GitHub's message with the details of a 422. */
export function answerOf(status: number, body: unknown): GitHubAnswer {
  const read = refusal.safeParse(body);
  if (!read.success) return new GitHubAnswer(status, typeof body === 'string' ? body.slice(0, 300) : '', []);
  const { message, errors } = read.data;
  const details = errors.map((e) => {
    if (typeof e === 'string') return e;
    return e.message ?? [e.resource, e.field, e.code].filter((word) => word !== undefined).join(' ');
  });
  const codes = errors.flatMap((e) => (typeof e === 'string' || e.code === undefined ? [] : [e.code]));
  return new GitHubAnswer(status, [message, ...details].filter((word) => word !== '').join(': '), codes);
}

const permissions: readonly (readonly [RegExp, string])[] = [
  [/\/pulls(\/|$)/, 'pull requests'],
  [/\/actions\//, 'actions'],
  [/\/dispatches$/, 'contents'],
  [/\/deployments(\/|$)/, 'deployments'],
  [/\/(statuses|status)(\/|$)/, 'commit statuses'],
  [/\/check-(runs|suites)(\/|$)/, 'checks'],
  [/\/issues(\/|$)/, 'issues'],
  [/\/(rulesets|rules|protection|hooks)(\/|$)/, 'administration'],
  [/\/environments(\/|$)/, 'environments'],
  [/^\/repos\/[^/]+\/[^/]+\/(git|contents|merges|releases|branches|compare|commits|tags)(\/|$)/, 'contents'],
];

/** The permission that a request needs: as GitHub's header names it, else by its path. */
function permissionFor(method: string, path: string, header: unknown): string {
  if (typeof header === 'string' && header !== '')
    return header
      .split(';')
      .map((way) => way.trim().replaceAll('_', ' ').replaceAll('=', ': '))
      .join(' or ');
  const name = permissions.find(([pattern]) => pattern.test(path))?.[1] ?? 'that it lacks for this';
  return `${name}: ${method === 'GET' ? 'read' : 'write'}`;
}

export interface Refused {
  readonly method: string;
  /** As sent, without host and query. */
  readonly path: string;
  /** GitHub's `x-accepted-github-permissions`. */
  readonly accepted?: unknown;
  readonly answer: GitHubAnswer;
}

function remedyFor({ method, path, accepted, answer: { status, message } }: Refused): string {
  const repository = /^(?:\/api\/v3)?\/repos\/([^/]+\/[^/]+)/.exec(path)?.[1] ?? 'GitHub';
  if (status === 401 && /expiration time|issued at/i.test(message))
    return 'Set the clock of the machine that runs Slipway, then press Retry.';
  if (status === 401)
    return 'Give Slipway valid GitHub credentials (GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY), restart it, then press Retry.';
  if (status === 403 && /not accessible by/i.test(message))
    return `Give Slipway's GitHub App or token the permission ${permissionFor(method, path, accepted)} on ${repository}, accept it for the installation, then press Retry.`;
  if (status === 403 && /SAML|SSO/.test(message))
    return "Authorise Slipway's token for the organisation's single sign-on, then press Retry.";
  if (status === 403 && /archived/i.test(message)) return `Unarchive ${repository}, then press Retry.`;
  if (status === 403)
    return `Ask an administrator of ${repository} to let Slipway's GitHub identity do this, then press Retry.`;
  if (status === 404)
    return `Check that it exists and that Slipway's GitHub identity has access to ${repository} (App installed on it, or token with access), then press Retry.`;
  return 'Put right on GitHub what the message names, then press Retry.';
}

/** The error for a refusal that the caller did not expect. */
export function refusedBy(refused: Refused): RefusedOutside {
  const { answer } = refused;
  const words = answer.message === '' ? `HTTP ${answer.status}` : answer.message;
  return new RefusedOutside(`GitHub refused: ${words}`, remedyFor(refused), String(answer.status), answer);
}
