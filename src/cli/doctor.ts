import { readConfig } from '../config.ts';
import { examine } from '../doctor/doctor.ts';
import { type Finding, failing, findingLine, fine, summaryLine } from '../doctor/finding.ts';

async function findings(): Promise<readonly Finding[]> {
  const read = readConfig();
  if ('problems' in read) {
    console.log('The rest is looked at once the configuration is right.\n');
    return read.problems.map(({ place, message, fix }) => ({ ...failing(place, message, fix), fix: fix || undefined }));
  }
  const { slipway, playbooks } = read.config;
  const components = Object.keys(slipway.components);
  return [
    fine('Configuration', `Components: ${components.join(', ')}. Playbooks: ${[...playbooks.keys()].join(', ')}.`),
    ...(await examine(read.config)),
  ];
}

const found = await findings();
for (const finding of found) console.log(findingLine(finding));
console.log(`\n${summaryLine(found)}`);
process.exitCode = found.some(({ state }) => state === 'failing') ? 1 : 0;
