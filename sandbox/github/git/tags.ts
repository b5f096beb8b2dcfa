import { type Identity, isoSeconds } from './commits.ts';
import type { Git } from './run-git.ts';

export interface TagObject {
  readonly sha: string;
  readonly tag: string;
  readonly message: string;
  readonly tagger: Identity;
  readonly object: { readonly sha: string; readonly type: string };
}

/** Writes an annotated tag object; creates no ref. The same tag twice has the same id. */
export async function writeTag(git: Git, tag: Omit<TagObject, 'sha'>): Promise<string> {
  const seconds = Math.floor(Date.parse(tag.tagger.date) / 1000);
  const head = `object ${tag.object.sha}\ntype ${tag.object.type}\ntag ${tag.tag}\n`;
  const tagger = `tagger ${tag.tagger.name} <${tag.tagger.email}> ${seconds} +0000\n`;
  return await git.text(['mktag'], { input: `${head}${tagger}\n${tag.message.trimEnd()}\n` });
}

/** An annotated tag object by its id. */
export async function readTag(git: Git, sha: string): Promise<TagObject | undefined> {
  const found = await git.attempt(['cat-file', 'tag', sha]);
  if (found.code !== 0) return undefined;
  const text = found.stdout.toString('utf8');
  const [head = '', ...message] = text.split('\n\n');
  const field = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(head)?.[1] ?? '';
  const tagger = /^tagger (.*) <(.*)> (\d+) /m.exec(head);
  return {
    sha,
    tag: field('tag'),
    message: message.join('\n\n').trimEnd(),
    object: { sha: field('object'), type: field('type') },
    tagger: {
      name: tagger?.[1] ?? '',
      email: tagger?.[2] ?? '',
      date: isoSeconds(new Date(Number(tagger?.[3] ?? 0) * 1000)),
    },
  };
}
