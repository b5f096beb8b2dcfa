import type { Guide, Hint } from '../sandbox/page/contract.ts';
import { isRunning, isWithdrawing, liveSteps, type Release, stepState } from '../src/release/release.ts';
import { hintsOf } from './release-hints.ts';

/** What the tour needs to know of the scene. */
interface Scenery {
  /** Who starts releases. */
  readonly manager: { readonly id: string; readonly name: string };
  readonly component: string;
  /** The channel's id and name. */
  readonly home: { readonly id: string; readonly name: string };
  readonly nameOf: (person: string) => string;
  /** Whether the manager has a form open. */
  readonly formOpen: () => boolean;
}

const most = 3; // more at once is no help; but of each release something is shown

function startHint({ manager, component, home, formOpen }: Scenery): Hint {
  if (formOpen())
    return {
      id: 'fill',
      title: 'Fill in the form.',
      text: 'Look at its fields, answer the questions, and press Start. What is missing is said at its field.',
      as: [manager.id],
      where: home.id,
    };
  return {
    id: 'start',
    title: 'Start a release.',
    text: `You are ${manager.name}. In #${home.name}, type /release start ${component} and press Enter.`,
    as: [manager.id],
    where: home.id,
  };
}

/** One of each release in turn, so that none hides the others. */
function inTurn(each: readonly (readonly Hint[])[]): readonly Hint[] {
  const longest = Math.max(...each.map(({ length }) => length));
  return Array.from({ length: longest }, (_, n) => each.flatMap((hints) => hints[n] ?? [])).flat();
}

function named(release: Release, hint: Hint): Hint {
  return {
    ...hint,
    id: `${release.id}.${hint.id}`,
    title: `${release.component.name} ${release.semver} · ${hint.title}`,
  };
}

/** What all that runs waits for: something of each release, the withdrawn ones first. */
function runningHints({ nameOf }: Scenery, running: readonly Release[]): readonly Hint[] {
  const urgentFirst = [...running.filter(isWithdrawing), ...running.filter((one) => !isWithdrawing(one))];
  const each = urgentFirst.map((release) => {
    const own = hintsOf(nameOf, release);
    return running.length === 1 ? own : own.map((hint) => named(release, hint));
  });
  const all = inTurn(each);
  const shown = all.slice(0, Math.max(most, each.filter(({ length }) => length > 0).length));
  if (shown.length === 0)
    return [
      {
        id: 'works',
        title: 'Slipway works.',
        text: 'What it does is told in the thread of the card.',
        as: [],
        where: undefined,
      },
    ];
  const left = all.length - shown.length;
  if (left === 0) return shown;
  const text = `${running.length === 1 ? 'The card shows' : 'The cards show'} all that is waited for.`;
  return [...shown, { id: 'more', title: `And ${left} more.`, text, as: [], where: undefined }];
}

function overHint({ manager, home }: Scenery, release: Release): Hint {
  const [title, text] =
    release.status === 'closed'
      ? [
          `${release.component.name} ${release.semver} is released.`,
          'Read the announcement in #changelog and the record in the thread; look at the tag and the release on the GitHub side.',
        ]
      : [
          `${release.component.name} ${release.semver} was cancelled.`,
          'The card says what is left behind, and what to do with it.',
        ];
  return { id: `over.${release.id}`, title, text, as: [manager.id], where: home.id };
}

function againHint(scenery: Scenery): Hint {
  const { manager, component, formOpen } = scenery;
  if (formOpen()) return startHint(scenery);
  return {
    ...startHint(scenery),
    id: 'again',
    title: 'Once more?',
    text: `Push a commit on the GitHub side, so that there is something to release; then type /release start ${component} as ${manager.name}.`,
  };
}

/** What a newcomer could do next, read from the releases as they stand. */
export function guideOf(scenery: Scenery, releases: readonly Release[]): Guide {
  const running = releases.filter(isRunning);
  const [latest] = running.length > 0 ? running : releases;
  if (latest === undefined) return { hints: [startHint(scenery)], done: 0, of: 0 };
  const counted = running.length > 0 ? running : [latest];
  const steps = counted.flatMap((release) => liveSteps(release).map(({ id }) => stepState(release, id)));
  const hints = running.length > 0 ? runningHints(scenery, running) : [overHint(scenery, latest), againHint(scenery)];
  return { hints, done: steps.filter(({ status }) => status === 'done').length, of: steps.length };
}
