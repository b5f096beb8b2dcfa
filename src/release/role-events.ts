import { z } from 'zod';
import { ownerGroup, roleSource } from './role-source.ts';

const text = z.string();
const person = z.string().min(1).describe("A Slack user id, or 'slipway'");
const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** Who may act in a release: links, roles that come to be other people, delegations, stand-ins, owners. */
export const roleEvents = [
  z.strictObject({
    type: z.literal('IdentityLinked'),
    person,
    login: text.describe('Of the GitHub account that the person has confirmed to be theirs'),
    id: z.int().describe('Its numeric id, which a change of the login does not change'),
  }),
  z.strictObject({
    type: z.literal('RoleRefreshed'),
    role: text,
    people: z.array(person).describe('Who fills it from now on'),
    came: z.array(person),
    left: z.array(person),
    because: text,
  }),
  z.strictObject({
    type: z.literal('RoleChanged'),
    role: text,
    people: z.array(person),
    came: z.array(person),
    left: z.array(person),
    by: person,
    reason: text,
    source: roleSource.exactOptional().describe('What fills it now; none for people who are named'),
  }),
  z.strictObject({
    type: z.literal('DelegationGiven'),
    role: text,
    from: person,
    to: person,
    until: z.iso.datetime(),
    reason: text,
  }),
  z.strictObject({
    type: z.literal('DelegationEnded'),
    role: text,
    from: person,
    to: person,
    by: person.describe("Either of the two, or 'slipway' when its time is over"),
  }),
  z.strictObject({
    type: z.literal('Escalated'),
    step: text,
    role: text.describe('The stand-in role, whose people may do the step too from now on'),
  }),
  z.strictObject({
    type: z.literal('OwnersFound'),
    step: text.describe('The step that opened the pull request'),
    head: sha,
    groups: z.array(ownerGroup),
  }),
] as const;
