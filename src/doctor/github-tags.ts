import { posix } from 'node:path';
import { latestOf, nextVersion, tagOf } from '../release/version.ts';
import { type Finding, problem, warning } from './finding.ts';
import { type Patient, stops } from './github-patient.ts';
import { nameAllowed, type RuleReader } from './github-rules.ts';

/** The tags that the next release may have. */
async function nextTags({ octokit, owner, repo, playbook }: Patient): Promise<readonly string[]> {
  const [prefix = ''] = playbook.tag.split('<version>');
  const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo, ref: `tags/${prefix}` });
  const tags = data.map(({ ref }) => ref.slice('refs/tags/'.length));
  const latest = latestOf(playbook.tag, tags)?.version;
  return playbook.bump.choices.map((bump) => tagOf(playbook.tag, nextVersion(latest, bump)));
}

function covers(patterns: readonly string[], tag: string): boolean {
  return patterns.some((pattern) => pattern === '~ALL' || posix.matchesGlob(`refs/tags/${tag}`, pattern));
}

/** Whether rulesets on tags let Slipway make the tag of the next release. */
export async function tagFindings(patient: Patient, reader: RuleReader): Promise<readonly Finding[]> {
  const { about, needs } = patient;
  if (needs.tags.length === 0) return [];
  const [rulesets, tags] = await Promise.all([reader.ofTags(), nextTags(patient)]);
  const stop = stops(
    patient,
    needs.tags.map(({ step }) => step),
  );
  const found: Finding[] = [];
  for (const { name, rules, conditions } of rulesets) {
    const { include = [], exclude = [] } = conditions?.ref_name ?? {};
    const covered = tags.filter((tag) => covers(include, tag) && !covers(exclude, tag));
    const against = covered.find((tag) =>
      rules.some(
        ({ type, parameters }) => type === 'creation' || (type === 'tag_name_pattern' && !nameAllowed(parameters, tag)),
      ),
    );
    if (against !== undefined) {
      const says = `The ruleset ${name} does not let Slipway make tags such as ${against}. ${stop}`;
      const fix = `Add Slipway’s App (or its account) to those who may bypass the ruleset ${name}.`;
      found.push(problem('tag-closed', about, says, fix));
    }
    if (covered.length > 0 && rules.some(({ type }) => type === 'required_signatures')) {
      const says = `The ruleset ${name} wants signed commits under tags such as ${covered[0]}, and Slipway’s own tags carry no signature. ${stops(
        patient,
        needs.tags.map(({ step }) => step),
        'It may stop',
      )}`;
      found.push(
        warning('tag-signatures', about, says, `Let Slipway bypass the ruleset ${name}, or push signed tags by hand.`),
      );
    }
  }
  return found;
}
