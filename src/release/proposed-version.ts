import semver from 'semver';
import { z } from 'zod';

const inTitle = /(?<![\w.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?![\w.]*\d)/g;
const manifest = z.record(z.string(), z.string());

/** The version in the title of a pull request of Release Please, such as `chore(main): release 1.2.3`; undefined where it has none. */
export function versionInTitle(title: string): string | undefined {
  const found = [...title.matchAll(inTitle)].at(-1)?.[1];
  return found === undefined ? undefined : (semver.valid(found) ?? undefined);
}

function versionsIn(text: string | undefined): Readonly<Record<string, string>> {
  try {
    const read = manifest.safeParse(JSON.parse(text ?? '{}'));
    return read.success ? read.data : {};
  } catch {
    return {}; // not JSON: it says nothing
  }
}

/**
 * The version that a `.release-please-manifest.json` proposes: that of the whole repository, else the one to which every
 * component is raised that changes. Undefined where it says none, or several.
 */
export function versionInManifest(text: string | undefined, before: string | undefined): string | undefined {
  const [now, was] = [versionsIn(text), versionsIn(before)];
  const raised = Object.keys(now).filter((path) => now[path] !== was[path]);
  if (raised.includes('.')) return now['.'];
  const versions = new Set(raised.map((path) => now[path]));
  return versions.size === 1 ? [...versions][0] : undefined;
}
