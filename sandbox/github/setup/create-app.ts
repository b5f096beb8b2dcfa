import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { App } from '../access/credential.ts';
import { defaultPermissions } from '../access/permissions.ts';
import type { GitHubOptions } from '../options.ts';
import type { Account } from '../state/account.ts';

let generated: string | undefined;

/** One key for all servers of a process: making one takes a while. */
export function processKey(): string {
  generated ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
  return generated;
}

/** The GitHub App of the sandbox, owned by the first repository's owner. */
export function createApp(
  options: GitHubOptions,
  accounts: ReadonlyMap<string, Account>,
  slug: string,
  privateKey: string,
): App {
  const bot = accounts.get(`${slug}[bot]`);
  const owner = accounts.get((options.repositories[0]?.owner ?? slug).toLowerCase()) ?? bot;
  if (bot === undefined || owner === undefined) throw new Error('the App has no account');
  return {
    id: options.app?.id ?? 4711,
    slug,
    name: slug,
    clientId: 'Iv1.localgithub00000',
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    suspendedAt: null,
    permissions: options.app?.permissions ?? defaultPermissions,
    events: [
      'pull_request',
      'pull_request_review',
      'push',
      'create',
      'delete',
      'release',
      'workflow_run',
      'check_suite',
      'check_run',
      'status',
      'deployment_status',
    ],
    bot,
    owner,
  };
}
