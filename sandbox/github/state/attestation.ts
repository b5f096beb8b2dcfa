/** A signed statement about something that was built, found by its digest. */
export interface Attestation {
  /** `sha256:…` */
  readonly digest: string;
  /** What it states: `https://slsa.dev/provenance/v1`, `https://spdx.dev/Document/v2.3` … */
  readonly predicateType: string;
}
