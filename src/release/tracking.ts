import { isRunning, type Release, stepState } from './release.ts';
import { trackingSection } from './tracking-section.ts';

/** A print of a text, short enough to keep: whether it is still what was written last. */
function printOf(text: string): string {
  let [one, two] = [0x811c9dc5, 0x01000193]; // FNV-1a twice, from two beginnings
  for (let n = 0; n < text.length; n += 1) {
    one = Math.imul(one ^ text.charCodeAt(n), 0x01000193) >>> 0;
    two = Math.imul(two ^ text.charCodeAt(n), 0x85ebca6b) >>> 0;
  }
  return `${one.toString(36)}${two.toString(36)}`;
}

const sections = new WeakMap<Release, string>();

/** The section of a release as it is: asked for before and after each event. */
function sectionOf(release: Release): string {
  const known = sections.get(release) ?? trackingSection(release);
  sections.set(release, known);
  return known;
}

/** A tracking issue as it should be. */
export interface Tracking {
  /** The step that opened it. */
  readonly step: string;
  readonly number: number;
  readonly section: string;
  readonly state: 'open' | 'closed';
  readonly print: string;
  readonly upToDate: boolean;
}

/** The tracking issues that the release has opened; those of a step by hand are not known. */
export function trackingOf(release: Release): readonly Tracking[] {
  return release.plan.flatMap(({ id, step }) => {
    if (!('action' in step) || step.action !== 'tracking-issue') return [];
    const number = Number(stepState(release, id).facts['number']);
    if (stepState(release, id).status !== 'done' || !Number.isInteger(number)) return [];
    const section = sectionOf(release);
    const state = isRunning(release) && release.withdrawn === undefined ? ('open' as const) : ('closed' as const);
    const print = printOf(`${state} ${section}`);
    return [{ step: id, number, section, state, print, upToDate: release.tracked[id]?.print === print }];
  });
}

/** The people of the release whose GitHub login this is. */
export function peopleWithLogin(release: Release, login: string): readonly string[] {
  const wanted = login.toLowerCase();
  return Object.entries(release.component.github).flatMap(([person, known]) =>
    known.toLowerCase() === wanted ? [person] : [],
  );
}
