import { z } from 'zod';

/** How a release writes down where a role is filled from, when its people can change while it runs. */
export const roleSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('group'),
    id: z.string().describe('A Slack user group'),
    follows: z.boolean().describe('All were chosen at the start: who comes into it later is in the role too'),
  }),
  z.strictObject({
    kind: z.literal('github-team'),
    team: z.string().describe('org/slug'),
    follows: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('codeowners') }),
]);
export type RoleSource = z.output<typeof roleSource>;
export type LiveSource = Exclude<RoleSource, { kind: 'codeowners' }>;

/** A name for what fills a role, the same for all releases: `group:S0LEADS`, `team:acme/leads`. */
export function sourceKey(source: LiveSource): string {
  return source.kind === 'group' ? `group:${source.id}` : `team:${source.team}`;
}

/** How people read it. */
export function sourceWords(source: LiveSource): string {
  return source.kind === 'group' ? `the user group ${source.id}` : `the GitHub team ${source.team}`;
}

/** Those who own some of the files that a release pull request changes: each group has to approve. */
export const ownerGroup = z.strictObject({
  patterns: z.array(z.string()).describe('The lines of CODEOWNERS that name these owners'),
  people: z.array(z.string()).describe('Slack user ids of the owners that slipway.yml knows'),
  unknown: z.array(z.string()).describe('Owners, as CODEOWNERS or GitHub names them, without a Slack identity'),
});
export type OwnerGroup = z.output<typeof ownerGroup>;
