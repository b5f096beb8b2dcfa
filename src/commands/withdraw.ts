import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { redeploymentOf } from '../release/redeploy.ts';
import type { Release } from '../release/release.ts';
import { inertLine } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { readTarget } from '../views/target.ts';
import { readWithdrawForm, withdrawIds, withdrawModal } from '../views/withdraw-modal.ts';
import { anyReason } from './any-reason.ts';
import { type RecentReleases, recentRelease } from './recent-release.ts';
import type { Answer, Story, SubmissionContext } from './story.ts';
import { whatStands } from './what-stands.ts';
import type { Word, WordContext } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RecentReleases;
  nameOf(person: string): string;
}

const looked = 20; // of the component's latest releases: what is older is nothing that anybody withdraws

/** The release that is meant: the newest, or the one of the version that is named; answers the person where there is none. */
async function meant(ports: Ports, asked: WordContext): Promise<Release | undefined> {
  const typed = await recentRelease(ports, 'withdraw', asked);
  const version = typed?.rest[0]?.replace(/^v/, '');
  if (typed === undefined || version === undefined || version === typed.release.semver) return typed?.release;
  const component = typed.release.component.name;
  const recent = await ports.releases.recent({ component, limit: looked });
  const listed = recent.find(({ semver }) => semver === version);
  const release = listed === undefined ? undefined : await ports.execute.load(listed.id);
  if (release === undefined)
    await asked.respond(
      `Slipway knows no release ${inertLine(version, 60)} of ${inertLine(component)} among the last ${looked}.`,
    );
  return release;
}

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const target = readTarget(asked.view.privateMetadata);
  if (target === undefined)
    return { kind: 'update', view: noticeModal('Withdraw', 'Slipway no longer knows this release.') };
  const reason = readWithdrawForm(asked.view.values);
  const release = await ports.execute.load(target.release);
  const standing = release === undefined ? undefined : await whatStands(ports, release);
  const command = { type: 'Withdraw' as const, by: asked.person, reason, standing };
  const executed = await ports.execute(target.release, command, asked.cause);
  if (executed.kind !== 'refused') return { kind: 'close' };
  const sentence = refusedPlain(executed.refusal, ports.nameOf, executed.release);
  return { kind: 'errors', errors: { [withdrawIds.reason]: sentence } };
}

/** Those who run a release take it back after its tag was made, also once it is closed. It always confirms by a form that names the version. */
export function withdrawStory(ports: Ports): Story {
  const word: Word = {
    word: 'withdraw',
    usage: 'withdraw [component] [version]',
    says: 'Takes back a version whose tag was made, after a confirmation that says what that does.',
    opens: true,
    async run(asked) {
      const release = await meant(ports, asked);
      if (release === undefined) return;
      const decided = decidePerson(release, { type: 'Withdraw', by: asked.person, reason: anyReason });
      if (isRefusal(decided)) return await asked.respond(refusedText(decided, release));
      const standing = await whatStands(ports, release);
      await asked.open(withdrawModal(release, redeploymentOf(release, standing)));
    },
  };
  return { words: [word], submissions: { [withdrawIds.view]: (asked) => submitted(ports, asked) } };
}
