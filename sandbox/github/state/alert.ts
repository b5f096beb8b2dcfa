/** What GitHub looks for in a repository once it is switched on. */
export const scannerNames = ['code-scanning', 'dependabot', 'secret-scanning'] as const;
export type Scanner = (typeof scannerNames)[number];
export const severities = ['critical', 'high', 'medium', 'low'] as const;

/** Something that a scanner found. */
export interface Alert {
  readonly scanner: Scanner;
  /** Each scanner counts for itself. */
  readonly number: number;
  /** A rule's description, an advisory's summary, a kind of secret. */
  readonly title: string;
  /** null: a rule of code scanning about quality, which has a level only. */
  readonly severity: (typeof severities)[number] | null;
  readonly level: 'error' | 'warning' | 'note';
  /** The file, or of Dependabot the package. */
  readonly where: string;
  /** The branch that code scanning found it on. */
  readonly branch: string;
  readonly commit: string;
  readonly createdAt: Date;
  state: 'open' | 'closed';
}

/** That code scanning has looked at a commit. */
export interface Analysis {
  readonly id: number;
  readonly branch: string;
  readonly commit: string;
  readonly category: string;
  /** What went wrong; empty where nothing did. */
  readonly error: string;
  readonly createdAt: Date;
}
