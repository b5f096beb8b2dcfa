import { managersOf, peopleFor, peopleOf } from '../release/entitlement.ts';
import type { ReleaseEvent } from '../release/events.ts';
import { mayNotCompleteOutside } from '../release/may-complete-outside.ts';
import { type Person, plannedStep, type Release } from '../release/release.ts';
import { nameOf, saidOf } from './judgement-message.ts';
import { mentions } from './mentions.ts';
import type { Told } from './told.ts';
import { mayBeWaived } from './waiver-news.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

/** Those who can bring a red check further by hand, where it offers that; else those who run the release. */
function mendersOf(release: Release, step: string): readonly Person[] {
  const planned = plannedStep(release, step);
  const people = planned === undefined ? [] : peopleFor(release, planned);
  return people.length === 0 ? managersOf(release) : people;
}

/** Of a check that cannot be read: who can bring the release further, should that stay so. */
function unreadable(release: Release, event: Of<'StepRead'>): Told {
  const planned = plannedStep(release, event.step);
  const named = peopleOf(release, planned?.step['done-outside'] ?? []);
  const able = [...new Set([...managersOf(release), ...named])].filter(
    (by) => planned !== undefined && mayNotCompleteOutside(release, planned, by) === undefined,
  );
  const outside = able.length === 0 ? '' : ` ${mentions(able)} can say that it was done outside.`;
  const ways = `${mayBeWaived(release, event.step)}${outside}`;
  return {
    lines: [
      `⚠️ Cannot be read: ${nameOf(release, event.step)} · ${saidOf(event)}`,
      `Slipway reads it again by itself.${ways === '' ? '' : ` Should it stay so:${ways}`}`,
    ],
    button: event.step,
  };
}

export function read(release: Release, event: Of<'StepRead'>): Told {
  if (event.outcome === 'unavailable') return unreadable(release, event);
  if (event.outcome !== 'fail')
    return {
      lines: [
        `⏳ Waiting: ${nameOf(release, event.step)} · ${saidOf(event)}`,
        `${mentions(managersOf(release))}: a person has to see to it; Slipway notices by itself when it is done.`,
      ],
    };
  return {
    lines: [
      `🔴 Red: ${nameOf(release, event.step)} · ${saidOf(event)}`,
      `${mentions(mendersOf(release, event.step))}: it has to be mended; Slipway reads it again by itself.${mayBeWaived(release, event.step)}`,
    ],
    button: event.step,
  };
}

export function relapsed(release: Release, event: Of<'CheckRelapsed'>): Told {
  const mark = event.outcome === 'fail' ? '🔴 Red again' : '⚠️ No longer green';
  return {
    lines: [
      `${mark}: ${nameOf(release, event.step)} · ${saidOf(event)}`,
      `${mentions(mendersOf(release, event.step))}: it was green, and has to stay so until all is merged, tagged and deployed. The release goes back to it; Slipway reads it again by itself.${mayBeWaived(release, event.step)}`,
    ],
    button: event.step,
  };
}
