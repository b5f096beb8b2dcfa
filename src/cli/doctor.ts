import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { examine } from '../doctor/doctor.ts';
import { countsOf, findingText, summaryLine } from '../doctor/finding.ts';
import { orUsage } from './or-usage.ts';

const usage = `npm run doctor             looks at everything that a release will need, changes nothing, says what to do
npm run doctor -- --json   the same for machines: {findings: [{code, grade, about, says, fix}], counts}
Every code stands in docs/doctor.md. Exit code 1 where a problem was found.`;

async function run(): Promise<number> {
  const options = { json: { type: 'boolean', default: false }, help: { type: 'boolean' } } as const;
  const { json } = orUsage(usage, () => parseArgs({ options }).values);
  const read = readConfig();
  const found = 'problems' in read ? await examine(read.readable, read.problems) : await examine(read.config);
  if (json) console.log(JSON.stringify({ findings: found, counts: countsOf(found) }, undefined, 2));
  else {
    for (const finding of found) console.log(findingText(finding));
    console.log(`\n${summaryLine(found)}`);
  }
  return countsOf(found).problems > 0 ? 1 : 0;
}

process.exitCode = await run();
