import type { ChaseReport } from './decide-chase.ts';
import type { Decision, Facts, FailedJob, Outcome, ReleaseStarted, Settlement, Tick } from './events.ts';
import type { Standing } from './redeploy.ts';
import type { Person } from './release.ts';
import type { OwnerGroup, RoleSource } from './role-source.ts';

type Told = {
  readonly step: string;
  readonly attempt: number;
  readonly sentence: string;
  readonly link?: string | undefined;
  readonly facts?: Facts | undefined;
};

/** What a person asks of a running release. Authority is decided from `by`, never from what a payload claims. */
export type PersonCommand =
  | {
      readonly type: 'SaveChecklist';
      readonly step: string;
      readonly by: Person;
      readonly ticks: Readonly<Record<string, Tick>>;
      /** Where it was ticked, unless in Slack. */
      readonly via?: 'github';
    }
  | {
      readonly type: 'SignOff';
      readonly step: string;
      readonly by: Person;
      readonly decision: Decision;
      readonly comment?: string;
      readonly subject: string;
      /** What was shown of the gates and evidence before it, as evidenceSeen wrote it; undefined for a form of an earlier version. */
      readonly evidence?: string | undefined;
    }
  | {
      readonly type: 'PostAnnouncement';
      readonly step: string;
      readonly by: Person;
      /** The attempt whose message the person was shown. */
      readonly attempt: number;
      /** The text as it was edited; undefined where it is to be posted as it was shown. */
      readonly text?: string | undefined;
    }
  | {
      readonly type: 'ScheduleWindow';
      readonly step: string;
      readonly by: Person;
      readonly from: Date;
      readonly until: Date;
      /** Why it is moved; empty where it is scheduled for the first time. */
      readonly reason: string;
    }
  | { readonly type: 'RequestDeploy'; readonly step: string; readonly by: Person; readonly attempt: number }
  | {
      readonly type: 'SettleIssues';
      readonly step: string;
      readonly by: Person;
      readonly issues: readonly { readonly number: number; readonly how: Settlement; readonly reason: string }[];
    }
  | { readonly type: 'ConfirmDeploy'; readonly step: string; readonly by: Person; readonly attempt: number }
  | { readonly type: 'RevokeSignature'; readonly step: string; readonly by: Person; readonly reason: string }
  | { readonly type: 'Repin'; readonly step: string; readonly by: Person; readonly reason: string }
  | { readonly type: 'BreakGlass'; readonly step: string; readonly by: Person; readonly reason: string }
  | { readonly type: 'ConfirmBreakGlass'; readonly step: string; readonly by: Person; readonly attempt: number }
  | { readonly type: 'CloseReview'; readonly step: string; readonly by: Person; readonly conclusion: string }
  | { readonly type: 'CompleteOutside'; readonly step: string; readonly by: Person; readonly evidence: string }
  | {
      readonly type: 'WaiveCheck';
      readonly step: string;
      readonly by: Person;
      readonly reason: string;
      /** The attempt whose reading the person was shown. */
      readonly attempt: number;
    }
  | { readonly type: 'RerunCheck'; readonly step: string; readonly by: Person }
  | { readonly type: 'RetryStep'; readonly by: Person; readonly step?: string | undefined }
  | { readonly type: 'Pause' | 'Cancel'; readonly by: Person; readonly reason: string }
  | { readonly type: 'Resume'; readonly by: Person }
  /** To be reminded of what waits for them not before then. */
  | { readonly type: 'Snooze'; readonly by: Person; readonly until: Date }
  | { readonly type: 'Wake'; readonly by: Person }
  | {
      readonly type: 'Withdraw';
      readonly by: Person;
      readonly reason: string;
      /** What other releases say of what runs where; undefined where they say nothing. */
      readonly standing?: Standing | undefined;
    }
  | { readonly type: 'TakeOut'; readonly by: Person; readonly change: number; readonly reason: string }
  | { readonly type: 'NoteLesson'; readonly by: Person; readonly text: string }
  | {
      readonly type: 'ChangeRole';
      readonly role: string;
      readonly by: Person;
      readonly people: readonly Person[];
      readonly reason: string;
      /** Those whom slipway.yml entitles at this moment; undefined where it restricts nobody. */
      readonly entitled: readonly Person[] | undefined;
      /** What fills the role by slipway.yml; undefined for people who are named there. */
      readonly source?: RoleSource | undefined;
    }
  | {
      readonly type: 'Delegate';
      readonly role: string;
      readonly by: Person;
      readonly to: Person;
      /** A time of ISO 8601 in UTC. */
      readonly until: string;
      readonly reason: string;
    }
  | {
      readonly type: 'EndDelegation';
      readonly role: string;
      readonly by: Person;
      readonly from: Person;
      readonly to: Person;
    };

/** What a job reports. `attempt` is the one it worked for: what an earlier attempt still reports is ignored. */
export type JobCommand =
  | ({ readonly type: 'RecordReading'; readonly outcome: Exclude<Outcome, 'pass'> } & Told)
  | ({ readonly type: 'RecordCompletion'; readonly how: 'made' | 'adopted' } & Told)
  | ({
      readonly type: 'RecordFailure';
      readonly remedy: string;
      readonly jobs?: readonly FailedJob[] | undefined;
    } & Omit<Told, 'facts'>)
  | ({
      readonly type: 'RecordHeadMoved';
      readonly to: string;
      readonly facts: Facts;
      readonly merged?: boolean;
      readonly news?: string | undefined;
    } & Omit<Told, 'attempt' | 'facts'>)
  /** A deployment is about to be asked for outside; the facts say for what. Nothing is recorded where it may not begin. */
  | ({ readonly type: 'RecordBegins' } & Told)
  /** A check that was green was looked at again; `before` is the step that waited for that, if one did. */
  | ({ readonly type: 'RecordHeldLook'; readonly outcome: Outcome; readonly before: string | undefined } & Told)
  /** What came of having a check run again; `ask` is the one that it answers. */
  | ({ readonly type: 'RecordRerun'; readonly ask: number } & Omit<Told, 'facts'>)
  | { readonly type: 'RecordDeadline'; readonly step: string; readonly attempt: number; readonly times: number }
  | {
      readonly type: 'RecordMirror';
      readonly sha: string;
      readonly state: string;
      readonly description: string;
      readonly refused?: string;
    }
  /** The pull request that takes a change out is open; `asked` counts from 1 what was asked for. */
  | {
      readonly type: 'RecordTakeOutOpened';
      readonly asked: number;
      readonly how: 'made' | 'adopted';
      readonly number: number;
      readonly url: string;
    }
  | {
      readonly type: 'RecordTakeOutEnded';
      readonly asked: number;
      readonly how: 'merged' | 'closed' | 'refused';
      readonly sentence: string;
      readonly byHand?: string | undefined;
    }
  /** All open pull requests into a branch say that it is frozen; `frozen` is the step that opened the release's own. */
  | { readonly type: 'RecordFrozen'; readonly frozen: string; readonly held: number; readonly refused?: string }
  /** They say that it is not; `still` are other releases that keep it frozen. */
  | {
      readonly type: 'RecordFreezeLifted';
      readonly frozen: string;
      readonly still: readonly string[];
      readonly refused?: string;
    }
  | {
      readonly type: 'RecordWithdrawal';
      readonly task: string;
      readonly refused?: true;
      readonly sentence: string;
      readonly link?: string | undefined;
    }
  | { readonly type: 'RecordLessonAdded'; readonly lesson: number; readonly refused?: string }
  | {
      readonly type: 'RecordEvidenceHash';
      readonly checklist: string;
      readonly item: string;
      readonly file: string;
      readonly sha256: string;
    }
  /** A file given as evidence cannot be read for good: its item is unticked. */
  | {
      readonly type: 'RecordEvidenceLost';
      readonly checklist: string;
      readonly item: string;
      readonly file: string;
      readonly sentence: string;
    }
  | {
      readonly type: 'RecordTracking';
      /** The step that opened the issue. */
      readonly tracking: string;
      readonly print: string;
      readonly refused?: string;
    }
  /** A box of the tracking issue was clicked by whom that is not for: it goes back. */
  | {
      readonly type: 'RecordTickUndone';
      readonly checklist: string;
      readonly item: string;
      readonly ticked: boolean;
      readonly login?: string | undefined;
      readonly sentence: string;
    }
  | { readonly type: 'RecordPosted'; readonly message: string; readonly channel: string; readonly ts: string }
  | { readonly type: 'RecordDropped'; readonly message: string; readonly because: string }
  /** Who is in what fills the role, as it was read last. */
  | {
      readonly type: 'RecordRole';
      readonly role: string;
      readonly members: readonly Person[];
      readonly because: string;
    }
  | { readonly type: 'RecordDelegationOver' }
  /** The time of a window has come, or is over. */
  | { readonly type: 'RecordWindowTurn' }
  | {
      readonly type: 'RecordWindowTold';
      readonly window: string;
      readonly channel: string;
      readonly news: number;
      readonly refused?: string;
    }
  | { readonly type: 'RecordEscalation'; readonly at: string; readonly attempt: number; readonly role: string }
  | {
      readonly type: 'RecordOwners';
      readonly pullRequest: string;
      readonly head: string;
      readonly groups: readonly OwnerGroup[];
    }
  | ChaseReport
  /** Somebody who may not use Slipway at all tried something; `at` is the step that their payload names, if any. */
  | {
      readonly type: 'RecordBarred';
      readonly by: Person;
      readonly attempted: string;
      readonly code: string;
      readonly at?: string | undefined;
    }
  /** A person has confirmed which GitHub account is theirs, while the release runs. */
  | { readonly type: 'RecordIdentity'; readonly person: Person; readonly login: string; readonly id: number };

export type StartRelease = { readonly type: 'StartRelease' } & Omit<ReleaseStarted, 'type'>;
export type Command = StartRelease | PersonCommand | JobCommand;
