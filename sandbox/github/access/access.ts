import { randomBytes } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { Account, Actor } from '../state/account.ts';
import type { App, Credential, Permissions } from './credential.ts';
import { verifyAppToken } from './json-web-token.ts';

/** Installation tokens live for an hour. */
const installationTokenMs = 3_600_000;

export interface Access {
  readonly app: App;
  /** By lower-case owner: the id of the App's installation there. */
  readonly installations: Map<string, number>;
  authenticate(header: string | undefined): Credential;
  issue(
    installation: number,
    wanted: { permissions?: Permissions; repositories?: readonly string[] | null },
  ): Extract<Credential, { kind: 'installation' }> & { token: string };
  actorOf(credential: Credential): Actor;
  /** Gives a person (or a machine account) a token, with the scopes that a release needs if no others are named. */
  addToken(token: string, account: Account, scopes?: readonly string[]): void;
  /** Gives the people's tokens these scopes; null makes them fine-grained ones. */
  setScopes(scopes: readonly string[] | null): void;
}

const badCredentials = () => new ApiError(401, 'Bad credentials');

/** Who may call: tokens of people, the App by its signed token, its installations by theirs. */
export function createAccess(app: App, now: () => Date): Access {
  const tokens = new Map<string, Credential>();
  const installations = new Map<string, number>();

  const asApp = (token: string): Credential => {
    const judged = verifyAppToken(token, app.publicKey, now());
    if ('refusal' in judged) throw new ApiError(401, judged.refusal);
    if (judged.issuer !== String(app.id) && judged.issuer !== app.clientId)
      throw new ApiError(404, 'Integration not found');
    return { kind: 'app', key: `app-${app.id}` };
  };

  return {
    app,
    installations,
    addToken: (token, account, scopes = ['repo', 'workflow']) =>
      tokens.set(token, { kind: 'person', account, key: `person-${account.id}`, scopes }),
    setScopes(scopes) {
      for (const credential of tokens.values()) if (credential.kind === 'person') credential.scopes = scopes;
    },
    authenticate(header) {
      if (header === undefined) throw new ApiError(401, 'Requires authentication');
      const token = header.replace(/^(bearer|token)\s+/i, '');
      if (token.split('.').length === 3) return asApp(token);
      const credential = tokens.get(token);
      if (credential === undefined) throw badCredentials();
      if (credential.kind === 'installation' && credential.expiresAt <= now()) throw badCredentials();
      return credential;
    },
    issue(installation, wanted) {
      const owner = [...installations].find(([, id]) => id === installation)?.[0];
      if (owner === undefined) throw new ApiError(404, 'Not Found');
      const token = `ghs_${randomBytes(18).toString('hex')}`;
      const credential = {
        kind: 'installation' as const,
        installation,
        owner,
        permissions: wanted.permissions ?? app.permissions,
        repositories: wanted.repositories ?? null,
        expiresAt: new Date(now().getTime() + installationTokenMs),
        key: `installation-${installation}-${token.slice(-6)}`,
      };
      tokens.set(token, credential);
      return { ...credential, token };
    },
    actorOf(credential) {
      if (credential.kind === 'person') return { account: credential.account, via: 'person' };
      return { account: app.bot, via: 'app', appId: app.id };
    },
  };
}
