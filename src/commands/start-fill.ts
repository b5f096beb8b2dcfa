import { setTimeout as pause } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { Outage } from '../release/outside-errors.ts';
import { type FactsShown, startModal } from '../views/start-modal.ts';
import { inTime } from './in-time.ts';
import type { FactsRead } from './start-facts.ts';
import { type Configured, type FormWanted, formOf, readTeams } from './start-form-of.ts';
import type { UserGroups } from './start-people.ts';
import type { StartPorts } from './start-ports.ts';

const slowMs = 4000;
const groupsMs = 3000;

/** A form as it stands in Slack. */
interface Shown {
  readonly id: string;
  readonly hash: string;
  readonly view: ModalView;
}

const freshMs = 60_000;
const mostTries = 3;
const betweenMs = 500;

/** Shows a view in an open form. Tried again after an outage: one that came through although its answer got lost answers stale. */
async function update(ports: StartPorts, shown: Pick<Shown, 'id' | 'hash'>, view: ModalView) {
  for (let tried = 1; ; tried += 1)
    try {
      return await ports.modals.update(shown, view);
    } catch (error) {
      if (!(error instanceof Outage) || tried === mostTries) throw error;
      const rests = (error.retryAt?.getTime() ?? 0) - ports.now().getTime();
      await pause(Math.max(betweenMs, rests));
    }
}

/** The form as it opens: with what was read within the last minute as if it were read now, it is read again anyway. */
export function firstForm(ports: StartPorts, config: Configured, wanted: FormWanted): ModalView {
  const known = ports.facts.known(config.subject);
  const fresh = known !== undefined && ports.now().getTime() - known.readAt.getTime() < freshMs;
  return startModal(formOf(ports, config, wanted, { kind: fresh ? 'read' : 'reading' }));
}

/** The people whom the form shows, so that their names and standing are at hand when it is sent off. */
async function meet(ports: StartPorts, { entry }: Configured, groups: UserGroups | undefined): Promise<void> {
  const people = Object.values(entry.roles).flatMap((filling) => {
    if ('people' in filling) return filling.people;
    if (!('group' in filling)) return [];
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
  const answers = Promise.all([
    ports.facts.read(config.subject),
    inTime(ports.groups.get(), groupsMs),
    readTeams(ports, config, groupsMs),
  ]);
  let { view, hash } = shown;
  /** Nothing is sent where nothing changed. False: the form has changed or is gone. */
  async function show(reading: FactsShown, known: Parameters<typeof formOf>[4] = {}): Promise<boolean> {
    const next = startModal(formOf(ports, config, wanted, reading, known));
    if (JSON.stringify(next) === JSON.stringify(view)) return true;
    const updated = await update(ports, { id: shown.id, hash }, next);
    if (updated.kind === 'stale') return false;
    ({ hash } = updated);
    view = next;
    return true;
  }

  if ((await inTime(answers, slowMs)) === undefined && !(await show({ kind: 'slow' }))) return;
  const [read, groups] = await answers;
  await show(shownOf(read, groups), { groups, ...(read.kind === 'read' ? { facts: read.facts } : {}) });
  await meet(ports, config, groups);
}

function shownOf(read: FactsRead, groups: UserGroups | undefined): FactsShown {
  if (read.kind === 'failed') return { kind: 'failed', sentence: read.sentence };
  if (groups === undefined) return { kind: 'failed', sentence: 'Slack does not say who is in its user groups.' };
  return { kind: 'read' };
}
