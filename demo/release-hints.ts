import type { Hint } from '../sandbox/page/contract.ts';
import { awaitsOpening, scheduledFor } from '../src/release/deploy-window.ts';
import { managersOf, schedulersOf } from '../src/release/entitlement.ts';
import { momentWords } from '../src/release/moment-words.ts';
import type { Release } from '../src/release/release.ts';
import { type Waiting, waitingOf } from '../src/release/waiting.ts';
import { doingOf } from '../src/views/step-buttons.ts';
import { githubHint } from './github-hint.ts';
import { anyOf, type NameOf, personHint } from './person-hint.ts';

function pauseHint(release: Release): Hint {
  const reason = (release.statusChange.reason ?? '').replace(/[^.!?]$/, '$&.');
  return {
    id: 'paused',
    title: 'The release is paused.',
    text: `${reason} Type /release resume to go on.`.trim(),
    as: managersOf(release),
    where: release.component.channel,
  };
}

/** Whoever deploys before the window opens is refused; undefined where none is still to open. */
function windowHint(nameOf: NameOf, release: Release, { planned, title }: Waiting): Hint | undefined {
  const window = scheduledFor(release, planned);
  if (window === undefined || !awaitsOpening(release, planned)) return undefined;
  const opens = momentWords(window.from, release.playbook['time-zone']);
  const mover = anyOf(nameOf, schedulersOf(release, planned));
  return {
    id: `${planned.id}.window`,
    title: `${title}: its window is not open yet.`,
    text: `It opens ${opens}. Move the clock 🕒 to it; or ${mover} can click “Move the window…” on the card.`,
    as: [],
    where: 'clock',
  };
}

function hintOf(nameOf: NameOf, release: Release, waiting: Waiting): Hint | undefined {
  const window = waiting.state.status === 'failed' ? undefined : windowHint(nameOf, release, waiting);
  if (window !== undefined) return window;
  const doing = doingOf(release, waiting.planned);
  return doing === undefined ? githubHint(nameOf, release, waiting) : personHint(nameOf, release, waiting, doing);
}

/** All that a running release waits for, as what to do; empty while Slipway works. */
export function hintsOf(nameOf: NameOf, release: Release): readonly Hint[] {
  const waiting = waitingOf(release);
  const failed = waiting.filter(({ state }) => state.status === 'failed');
  if (failed.length === 0 && release.status === 'paused') return [pauseHint(release)];
  return (failed.length > 0 ? failed : waiting).flatMap((one) => hintOf(nameOf, release, one) ?? []);
}
