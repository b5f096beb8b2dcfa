import type { Person } from './release.ts';

interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** Something of a window that those are to be told who were told of it before. */
export interface WindowNews extends Span {
  /** missed: it closed, and nothing was deployed. off: the release ended before. */
  readonly kind: 'scheduled' | 'moved' | 'missed' | 'off';
  /** When it was to be, before it was moved. */
  readonly before?: Span | undefined;
  readonly by?: Person | undefined;
  readonly reason?: string | undefined;
}

/** When a release may be deployed to an environment: two moments, so that no change of the clocks moves it. */
export interface DeployWindow extends Span {
  /** Slipway has told those who deploy that it is open. */
  readonly opened: boolean;
  /** Slipway has told that it is over with something left to deploy. */
  readonly closed: boolean;
  /** How often it has opened, over all the times for which it was scheduled. */
  readonly openings: number;
  /** Oldest first. */
  readonly news: readonly WindowNews[];
  /** How much of the news each channel was told, by its name in slipway.yml. */
  readonly told: Readonly<Record<string, number>>;
}
