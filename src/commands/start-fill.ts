import { startModal } from '../views/start-modal.ts';
import { inTime } from './in-time.ts';
import type { FactsRead } from './start-facts.ts';
import { type Configured, type FormWanted, formOf } from './start-form-of.ts';
import type { UserGroups } from './start-people.ts';
import type { StartPorts } from './start-ports.ts';

const slowMs = 4000;
const groupsMs = 3000;

interface Shown {
  readonly id: string;
  readonly hash: string;
}

/** The people whom the form shows, so that their names and standing are at hand when it is sent off. */
async function meet(ports: StartPorts, { entry }: Configured, groups: UserGroups | undefined): Promise<void> {
  const people = Object.values(entry.roles).flatMap((filling) => {
    if ('people' in filling) return filling.people;
    return groups?.kind === 'groups' ? (groups.byId.get(filling.group)?.members ?? []) : [];
  });
  const met = people.map((id) => inTime(ports.people.get(id), groupsMs));
  await Promise.all(met);
}

/**
 * Fills an open form in as GitHub and Slack answer; after some seconds without an answer it says so and offers Retry.
 * Ends quietly where the form has changed or was closed meanwhile.
 */
export async function fillForm(ports: StartPorts, shown: Shown, config: Configured, wanted: FormWanted): Promise<void> {
  const answers = Promise.all([ports.facts.read(config.subject), inTime(ports.groups.get(), groupsMs)]);
  const show = (hash: string, reading: Parameters<typeof formOf>[3], groups?: UserGroups) =>
    ports.modals.update({ id: shown.id, hash }, startModal(formOf(ports, config, wanted, reading, groups)));

  let { hash } = shown;
  if ((await inTime(answers, slowMs)) === undefined) {
    const slow = await show(hash, { kind: 'slow' });
    if (slow.kind === 'stale') return;
    hash = slow.hash;
  }
  const [read, groups] = await answers;
  await show(hash, shownOf(read, groups), groups);
  await meet(ports, config, groups);
}

function shownOf(read: FactsRead, groups: UserGroups | undefined): Parameters<typeof formOf>[3] {
  if (read.kind === 'failed') return { kind: 'failed', sentence: read.sentence };
  if (groups === undefined) return { kind: 'failed', sentence: 'Slack does not say who is in its user groups.' };
  return { kind: 'read' };
}
