import type { Decision, Facts, FailedJob, Outcome, Settlement } from './events.ts';
import type { Person } from './release.ts';
import type { DeployWindow } from './window-state.ts';

export interface Reading {
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly link?: string | undefined;
  readonly at: Date;
}

export interface Signature {
  readonly by: Person;
  readonly decision: Decision;
  readonly comment?: string | undefined;
  readonly subject: string;
  readonly at: Date;
  /** Who holds the role, where a delegate signed. */
  readonly for?: Person | undefined;
  /** The signing roles in which it counts, as things stood when it was given. */
  readonly roles: readonly string[];
  /** Taken back by its signer. */
  readonly revoked?: { readonly at: Date; readonly reason: string } | undefined;
}

/** A move of the commit that is released: what the new one has that the old one lacked. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** First lines of the new commits; undefined where they are not known. */
  readonly news?: string | undefined;
}

/** Somebody confirmed a deployment that somebody else asked for. */
export interface DeployConfirmation {
  readonly by: Person;
  readonly at: Date;
  /** Who holds the role, where a delegate confirmed. */
  readonly for?: Person | undefined;
  /** The roles for which it counts, as things stood when it was given. */
  readonly roles: readonly string[];
}

/** Somebody asked that a step is forced, and perhaps somebody else confirmed it. */
export interface BreakGlass {
  readonly by: Person;
  readonly reason: string;
  readonly at: Date;
  /** Who runs the release, where a delegate asked. */
  readonly for?: Person | undefined;
  readonly confirmed?: { readonly by: Person; readonly at: Date } | undefined;
}

export interface Completion {
  /**
   * waived: it was not passed; somebody entitled let the release go on without it, and `sentence` is why.
   * forced: two people let the release go on without it by break-glass, and `sentence` is why.
   */
  readonly how: 'made' | 'adopted' | 'outside' | 'waived' | 'forced';
  readonly by?: Person | undefined;
  readonly sentence: string;
  readonly link?: string | undefined;
  readonly at: Date;
}

/** A waiver that a moved head made void. */
export interface VoidedWaiver {
  readonly by: Person;
  readonly reason: string;
  readonly at: Date;
  /** The head commit that was moved away from. */
  readonly head: string;
}

/** Somebody asked to have a check run again. */
export interface RerunAsk {
  readonly by: Person;
  readonly at: Date;
  /** Counts the asks of this attempt, from 1. */
  readonly ask: number;
  readonly answered: boolean;
}

export interface TickState {
  readonly by: Person;
  readonly at: Date;
  readonly evidence?: string | undefined;
  /** The file given as evidence; its hash once it was read to its end. */
  readonly file?:
    | { readonly id: string; readonly name: string; readonly size: number; readonly sha256?: string | undefined }
    | undefined;
}

/** What somebody decided about an issue that stood in the way of the release. */
export interface SettledIssue {
  readonly number: number;
  readonly title: string;
  readonly how: Settlement;
  readonly reason: string;
  readonly by: Person;
  readonly at: Date;
}

export interface StepState {
  /** pending: its turn has not come. active: it is waited for. failed: it stopped the release. */
  readonly status: 'pending' | 'active' | 'failed' | 'done';
  /** Since when it is waited for. */
  readonly since?: Date | undefined;
  /** Raised by Retry, so that what an earlier attempt still reports is ignored. */
  readonly attempt: number;
  readonly facts: Facts;
  readonly reading?: Reading | undefined;
  readonly failure?:
    | {
        readonly sentence: string;
        readonly remedy: string;
        readonly link?: string | undefined;
        readonly jobs?: readonly FailedJob[] | undefined;
      }
    | undefined;
  readonly done?: Completion | undefined;
  /** Ticked items of a checklist, by their number from 0. */
  readonly ticks: Readonly<Record<string, TickState>>;
  readonly signatures: readonly Signature[];
  /** Who pressed Deploy; and for whom, where a delegate did. */
  readonly requested?: { readonly by: Person; readonly at: Date; readonly for?: Person | undefined } | undefined;
  /** Who confirmed the deployment, in the order in which they did. */
  readonly confirmed: readonly DeployConfirmation[];
  /** Deadline reminders sent since it is waited for. */
  readonly reminders: number;
  /** Milliseconds of its waiting in which the release was paused: no deadline runs then. */
  readonly held: number;
  /** When a check that has to stay green was last looked at for something irreversible. */
  readonly seenGreen?: Date | undefined;
  /** How often its people were asked to do it. */
  readonly asked?: number | undefined;
  /** Its last reading that said anything was a red one. */
  readonly red: boolean;
  /** It was told that it cannot be read: once, for an outage comes and goes. */
  readonly toldUnreadable: boolean;
  /** How the commit that this step opened or pinned has moved since, oldest first. */
  readonly moves: readonly Move[];
  readonly breakGlass?: BreakGlass | undefined;
  /** Signatures that a moved head or a Retry made void, or that were taken back, oldest first: the record keeps them. */
  readonly voided: readonly Signature[];
  /** The last decision on each issue that somebody settled from Slack, oldest first. */
  readonly settled?: readonly SettledIssue[] | undefined;
  /** The roles whose people may do it too, since it has waited for long. */
  readonly standIns: readonly string[];
  /** Waivers that a moved head made void, oldest first: the record keeps them. */
  readonly voidedWaivers: readonly VoidedWaiver[];
  /** Who reviewed an announcement and had it posted; the text where they edited it, as it was typed. */
  readonly reviewed?: { readonly by: Person; readonly at: Date; readonly text?: string | undefined } | undefined;
  /** Of a window: when it is, as it was scheduled last. */
  readonly window?: DeployWindow | undefined;
  /** The newest wish to have it run again. */
  readonly rerun?: RerunAsk | undefined;
}
