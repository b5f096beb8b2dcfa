import { calledBack, deploysIn, isDeploying } from './deploy-window.ts';
import type { ReleaseEvent } from './events.ts';
import { momentWords } from './moment-words.ts';
import { type Release, stepState } from './release.ts';
import { withStep } from './void-judgements.ts';
import type { WindowNews } from './window-state.ts';

type WindowEvent = Extract<ReleaseEvent, { type: 'WindowScheduled' | 'WindowOpened' | 'WindowClosed' | 'WindowTold' }>;

function scheduled(release: Release, event: Extract<WindowEvent, { type: 'WindowScheduled' }>, at: Date): Release {
  const { step, by, reason } = event;
  const [from, until] = [new Date(event.from), new Date(event.until)];
  const zone = release.playbook['time-zone'];
  const before = stepState(release, step).window;
  const news: WindowNews =
    before === undefined
      ? { kind: 'scheduled', from, until, by }
      : { kind: 'moved', from, until, by, reason, before: { from: before.from, until: before.until } };
  const after = withStep(release, step, {
    status: 'done',
    done: { how: 'made', by, at, sentence: `From ${momentWords(from, zone)} to ${momentWords(until, zone)}` },
    window: {
      from,
      until,
      opened: false,
      closed: false,
      openings: before?.openings ?? 0,
      news: [...(before?.news ?? []), news],
      told: before?.told ?? {},
    },
  });
  return from > at ? pressedAgain(after, step) : after; // one that is open goes on, only longer or shorter
}

/** What was pressed counts for the window in which it was: what has not begun in it is asked for anew in the next one. */
function pressedAgain(release: Release, window: string): Release {
  let after = release;
  for (const planned of deploysIn(release, window)) {
    const state = stepState(release, planned.id);
    if (state.status === 'active' && state.requested !== undefined && !isDeploying(release, planned))
      after = withStep(after, planned.id, calledBack(state));
  }
  return after;
}

/** The window opens: only from now on its deployments are waited for. */
function waitedForSince(release: Release, window: string, at: Date): Release {
  let after = release;
  for (const { id } of deploysIn(release, window))
    if (stepState(release, id).status === 'active')
      after = withStep(after, id, { since: at, held: 0, reminders: 0, standIns: [] });
  return after;
}

/** The release after what an event did to one of its windows. */
export function applyToWindow(release: Release, event: WindowEvent, at: Date): Release {
  if (event.type === 'WindowScheduled') return scheduled(release, event, at);
  const { window } = stepState(release, event.step);
  if (window === undefined) return release;
  const { from, until, openings, news, told } = window;
  switch (event.type) {
    case 'WindowOpened':
      return waitedForSince(
        withStep(release, event.step, { window: { ...window, opened: true, openings: openings + 1 } }),
        event.step,
        at,
      );
    case 'WindowClosed': {
      const missed = { ...window, closed: true, news: [...news, { kind: 'missed' as const, from, until }] };
      return pressedAgain(withStep(release, event.step, { window: missed }), event.step);
    }
    case 'WindowTold':
      return withStep(release, event.step, {
        window: { ...window, told: { ...told, [event.channel]: event.news + 1 } },
      });
  }
}

/** A release ends: the windows in which it was still to be deployed are off. */
export function windowsOff(release: Release): Release {
  let after = release;
  for (const { id } of release.plan) {
    const { window } = stepState(release, id);
    const begun = (p: (typeof release.plan)[number]) =>
      stepState(release, p.id).status === 'done' || isDeploying(release, p);
    if (window === undefined || window.closed || deploysIn(release, id).every(begun)) continue;
    const { from, until, news } = window;
    after = withStep(after, id, { window: { ...window, closed: true, news: [...news, { kind: 'off', from, until }] } });
  }
  return after;
}
