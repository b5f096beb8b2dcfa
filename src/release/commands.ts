import type { Decision, Facts, Outcome, ReleaseStarted, Tick } from './events.ts';
import type { Person } from './release.ts';

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
    }
  | {
      readonly type: 'SignOff';
      readonly step: string;
      readonly by: Person;
      readonly decision: Decision;
      readonly comment?: string;
      readonly subject: string;
    }
  | { readonly type: 'RequestDeploy'; readonly step: string; readonly by: Person; readonly attempt: number }
  | { readonly type: 'CompleteOutside'; readonly step: string; readonly by: Person; readonly evidence: string }
  | { readonly type: 'RetryStep'; readonly by: Person; readonly step?: string | undefined }
  | { readonly type: 'Pause' | 'Cancel'; readonly by: Person; readonly reason: string }
  | { readonly type: 'Resume'; readonly by: Person };

/** What a job reports. `attempt` is the one it worked for: what an earlier attempt still reports is ignored. */
export type JobCommand =
  | ({ readonly type: 'RecordReading'; readonly outcome: Exclude<Outcome, 'pass'> } & Told)
  | ({ readonly type: 'RecordCompletion'; readonly how: 'made' | 'adopted' } & Told)
  | ({ readonly type: 'RecordFailure'; readonly remedy: string } & Omit<Told, 'facts'>)
  | ({ readonly type: 'RecordHeadMoved'; readonly to: string; readonly facts: Facts; readonly merged?: boolean } & Omit<
      Told,
      'attempt' | 'facts'
    >)
  | { readonly type: 'RecordDeadline'; readonly step: string; readonly attempt: number; readonly times: number }
  | {
      readonly type: 'RecordMirror';
      readonly sha: string;
      readonly state: string;
      readonly description: string;
      readonly refused?: string;
    }
  | { readonly type: 'RecordPosted'; readonly message: string; readonly channel: string; readonly ts: string }
  | { readonly type: 'RecordDropped'; readonly message: string; readonly because: string };

export type StartRelease = { readonly type: 'StartRelease' } & Omit<ReleaseStarted, 'type'>;
export type Command = StartRelease | PersonCommand | JobCommand;
