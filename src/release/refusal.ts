import type { Person } from './release.ts';

export type RefusalCode =
  | 'already_done'
  | 'component_busy'
  | 'deploy_not_ready'
  | 'evidence_missing'
  | 'identity_unknown'
  | 'evidence_unfit'
  | 'not_current'
  | 'not_entitled'
  | 'not_paused'
  | 'not_running'
  | 'nothing_failed'
  | 'nothing_to_do'
  | 'outside_window'
  | 'paused'
  | 'reason_missing'
  | 'release_unknown'
  | 'role_unread'
  | 'separation_of_duties'
  | 'stale_subject'
  | 'too_few'
  | 'stale_evidence'
  | 'window_unfit'
  | 'busy';

/** An expected no: what is wrong and what to do, for the person who asked. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly sentence: string;
  /** Who could do it instead. */
  readonly instead: readonly Person[];
}

export function refusal(refused: RefusalCode, sentence: string, instead: readonly Person[] = []): Refusal {
  return { refused, sentence, instead };
}

/** Attempts that an auditor wants to see: somebody tried what they may not, or on something that had moved. */
export const recordedRefusals: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'identity_unknown',
  'not_entitled',
  'separation_of_duties',
  'stale_subject',
  'stale_evidence',
]);
