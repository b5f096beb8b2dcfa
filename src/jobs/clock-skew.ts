/** How far GitHub's clock may be behind ours, in milliseconds, where the time itself tells which of several things is ours. */
export const clockSkewMs = 60_000;

/** The same where a mark tells: what is older than this needs not be looked through. */
export const farSkewMs = 3_600_000;
