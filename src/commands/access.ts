import { inTime } from './in-time.ts';

export type Standing = 'member' | 'guest' | 'bot' | 'deactivated' | 'outsider' | 'unknown';

interface Ports {
  /** The workspace that Slipway serves. */
  readonly workspace: string;
  readonly people: {
    known(id: string): { readonly standing: Standing } | undefined;
    /** Throws Outage while Slack does not tell. */
    get(id: string): Promise<{ readonly standing: Standing }>;
  };
}

/** Who asks, and how long they may be kept waiting for the answer whether they may. */
export interface Visitor {
  readonly person: string;
  /** The workspace that Slack names; undefined where it names none. */
  readonly team: string | undefined;
  /** look: nothing is recorded by it, a form at most opens, so who is not known yet is let through. act: who is not known is refused. */
  readonly wants: 'look' | 'act';
}

/** Why a visitor may not use Slipway at all; undefined when they may. */
export type Gate = (visitor: Visitor) => Promise<string | undefined>;

const sentences: Readonly<Record<Exclude<Standing, 'member'>, string>> = {
  guest: 'Guests cannot use Slipway. Ask a full member of this workspace to do it.',
  bot: 'Bots and apps cannot use Slipway: a release is run by people.',
  deactivated: 'This account is deactivated in Slack, so Slipway takes nothing from it.',
  outsider:
    'You belong to another workspace. Slipway serves only the workspace it is installed in; ask somebody of the team there.',
  unknown: 'Slack does not know you in this workspace, so Slipway takes nothing from this account.',
};

/** Why somebody of this standing may not use Slipway at all; undefined for members. */
export function barredBy(standing: Standing): string | undefined {
  return standing === 'member' ? undefined : sentences[standing];
}

/**
 * Before a modal opens nothing from the network should be awaited: an answer that is known is used as it is, and an
 * unknown person is asked about for so long only. What they send off is judged again, with more patience.
 */
const lookMs = 600;
const actMs = 1500;

/** The gate before every command, click and submission: members of this workspace only. */
export function gateOf({ workspace, people }: Ports): Gate {
  return async ({ person, team, wants }) => {
    if (team !== undefined && team !== workspace) return sentences.outsider;
    const answer = await inTime(people.get(person), wants === 'look' ? lookMs : actMs);
    const standing = (answer ?? people.known(person))?.standing;
    if (standing === undefined)
      return wants === 'look'
        ? undefined
        : 'Slack does not tell Slipway who you are at this moment, so nothing was done. Try again in a moment.';
    return barredBy(standing);
  };
}
