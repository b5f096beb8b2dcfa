import type { NeededMerge } from '../release/playbook-needs.ts';
import { type Finding, problem, warning } from './finding.ts';
import { freezeStatus } from './github-freeze.ts';
import { type Patient, stops } from './github-patient.ts';
import type { Rule } from './github-rules.ts';

/** The status that Slipway sets itself. */
const ours = 'slipway/release';
/** Pull requests whose heads are looked at. */
const newest = 3;

interface Required {
  readonly context: string;
  /** The App that alone may report it. */
  readonly app: number | undefined;
  readonly from: string;
}

/** What was reported of a commit, by name. */
async function reportedOn({ octokit, owner, repo }: Patient, ref: string): Promise<readonly string[]> {
  const at = { owner, repo, ref, per_page: 100 };
  const [runs, statuses] = await Promise.all([
    octokit.rest.checks.listForRef(at),
    octokit.rest.repos.getCombinedStatusForRef(at),
  ]);
  return [...runs.data.check_runs.map(({ name }) => name), ...statuses.data.statuses.map(({ context }) => context)];
}

/** Everything that reported on the last pull requests into a branch, and on what will be merged next. */
async function reporters(patient: Patient, { into, from }: NeededMerge): Promise<ReadonlySet<string>> {
  const { octokit, owner, repo } = patient;
  const asked = { owner, repo, base: into, state: 'all', per_page: newest } as const;
  const { data } = await octokit.rest.pulls.list(asked);
  const heads = [...new Set([...data.map(({ head }) => head.sha), ...(from === undefined ? [] : [from])])];
  return new Set((await Promise.all(heads.map((head) => reportedOn(patient, head)))).flat());
}

function* ownStatus(patient: Patient, merge: NeededMerge, { context, app, from }: Required): Generator<Finding> {
  const { about, granted } = patient;
  const stop = stops(patient, [merge.step]);
  if (context !== ours)
    yield problem(
      'status-foreign',
      about,
      `${merge.into} requires the status ${context} (${from}), which Slipway never sets. ${stop}`,
      `Require ${ours} instead.`,
    );
  else if (app !== undefined && !(granted.kind === 'app' && granted.appId === app))
    yield problem(
      'status-pinned',
      about,
      `${merge.into} takes the status ${ours} from another App (${app}) only (${from}). ${stop}`,
      'Name Slipway’s App as the source of the status, or let it come from anyone.',
    );
}

/** Whether everything that a branch requires gets reported: a check that nobody posts stays expected for ever. */
export async function checkFindings(
  patient: Patient,
  merges: readonly NeededMerge[],
  rules: readonly Rule[],
): Promise<readonly Finding[]> {
  const required = rules.flatMap(({ type, parameters, from }) =>
    type !== 'required_status_checks'
      ? []
      : (parameters.required_status_checks ?? []).map(({ context, integration_id: app }) => ({
          context,
          app: app === null || app === -1 ? undefined : app,
          from,
        })),
  );
  const found: Finding[] = [];
  for (const merge of merges) {
    const frozen = patient.needs.frozen.some(({ branch }) => branch === merge.into);
    const own = required.filter(
      ({ context }) => context.startsWith('slipway/') && !(frozen && context === freezeStatus),
    );
    found.push(...own.flatMap((one) => [...ownStatus(patient, merge, one)]));
    const others = required.filter(({ context }) => !context.startsWith('slipway/'));
    if (others.length === 0) continue;
    const known = await reporters(patient, merge);
    const silent = others.map(({ context }) => context).filter((context) => !known.has(context));
    if (silent.length === 0) continue;
    found.push(
      warning(
        'check-silent',
        patient.about,
        `${merge.into} requires ${silent.join(', ')}, which nothing reported on the last pull requests into it. ${stops(patient, [merge.step], 'While nothing does, it stops')}`,
        'See that a workflow reports exactly that name for pull requests into it, or take it off the rule.',
      ),
    );
  }
  return found;
}
