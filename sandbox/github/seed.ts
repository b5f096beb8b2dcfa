import type { PersonOptions, RepositoryOptions } from './options.ts';
import { billingSeed } from './seed/billing.ts';
import { gatewaySeed } from './seed/gateway.ts';
import { platformSeed } from './seed/platform.ts';
import { storefrontSeed } from './seed/storefront.ts';

/** The people of acme; the sandbox's Slack has the same, by their first names. */
export const people: readonly PersonOptions[] = [
  { login: 'maria-r', id: 101, name: 'Maria Rossi', email: 'maria@acme.example' },
  { login: 'lena-b', id: 102, name: 'Lena Bauer', email: 'lena@acme.example' },
  { login: 'tom-h', id: 103, name: 'Tom Hughes', email: 'tom@acme.example' },
  { login: 'omar-o', id: 104, name: 'Omar Okafor', email: 'omar@acme.example' },
  { login: 'kenji-q', id: 105, name: 'Kenji Sato', email: 'kenji@acme.example' },
  { login: 'sara-s', id: 106, name: 'Sara Lind', email: 'sara@acme.example' },
  { login: 'ana-d', id: 107, name: 'Ana Duarte', email: 'ana@acme.example' },
  { login: 'ben-w', id: 108, name: 'Ben Walker', email: 'ben@acme.example' },
];

/** The teams of acme. */
export const teams: Readonly<Record<string, readonly string[]>> = {
  'acme/backend-leads': ['lena-b', 'tom-h'],
  'acme/operations': ['omar-o', 'kenji-q'],
};

/**
 * `acme/billing`, at v1.4.2 with two features in dev that wait for a release, and `acme/api-gateway` with a routing
 * pull request open for them; `acme/platform`, which Release Please releases, at v1.1.0; `acme/storefront`, which is
 * released behind gates, at v2.3.0.
 */
export const acmeRepositories = (): RepositoryOptions[] => [
  { owner: 'acme', name: 'billing', seed: billingSeed() },
  { owner: 'acme', name: 'api-gateway', seed: gatewaySeed() },
  { owner: 'acme', name: 'platform', seed: platformSeed() },
  { owner: 'acme', name: 'storefront', seed: storefrontSeed() },
];
