import type { Config } from '../config.ts';
import type { Finding } from './finding.ts';
import { githubFindings } from './github.ts';
import { queueFindings } from './queue.ts';
import { slackFindings } from './slack.ts';
import { storeFindings } from './store.ts';

/** Looks at everything that a release will need outside of Slipway. Changes nothing anywhere; rejects never. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const findings = await Promise.all([
    storeFindings(config),
    queueFindings(config),
    slackFindings(config),
    githubFindings(config),
  ]);
  return findings.flat();
}
