import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** A tag as it stands. */
export interface TagAt {
  /** The commit that it leads to. */
  readonly sha: string;
  /** The annotation's text; undefined for a lightweight tag. */
  readonly message: string | undefined;
  /** Who tagged, as git names them; undefined for a lightweight tag. */
  readonly tagger: string | undefined;
}

export type TagMade =
  | { readonly kind: 'made' }
  | { readonly kind: 'exists' }
  /** An immutable release had this name once: GitHub never gives it again. */
  | { readonly kind: 'burnt' }
  /** A ruleset, or an object that is not there. */
  | { readonly kind: 'refused'; readonly message: string };

const deepest = 5; // tags of tags: nobody nests them deeper

/** Annotated tags. */
export function tagsOn(github: GitHub) {
  return {
    /** What a tag leads to; undefined where there is none. */
    async tagAt(repository: string, tag: string): Promise<TagAt | undefined> {
      const octokit = await github.octokitFor(repository);
      const at = named(repository);
      const ref = await expecting([404], octokit.rest.git.getRef({ ...at, ref: `tags/${tag}` }));
      if (ref instanceof GitHubAnswer) return undefined;
      let { type, sha } = ref.data.object;
      let annotation: { message: string; tagger: string } | undefined;
      for (let depth = 0; type === 'tag' && depth < deepest; depth += 1) {
        const { data } = await octokit.rest.git.getTag({ ...at, tag_sha: sha });
        annotation ??= { message: data.message, tagger: data.tagger.name };
        ({ type, sha } = data.object);
      }
      return { sha, message: annotation?.message, tagger: annotation?.tagger };
    },

    /** Where people see a tag. */
    async tagUrl(repository: string, tag: string): Promise<string> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.repos.get(named(repository));
      return `${data.html_url}/releases/tag/${encodeURIComponent(tag)}`;
    },

    /** Deletes a tag. One that is gone already is as good; `refused`: by a ruleset, or an immutable release stands on it. */
    async deleteTag(
      repository: string,
      tag: string,
    ): Promise<{ readonly kind: 'deleted' } | { readonly kind: 'refused'; readonly message: string }> {
      const octokit = await github.octokitFor(repository);
      const asked = octokit.rest.git.deleteRef({ ...named(repository), ref: `tags/${tag}` });
      const answer = await expecting([404, 409, 422], asked);
      if (!(answer instanceof GitHubAnswer)) return { kind: 'deleted' };
      if (answer.status === 404 || /reference does not exist/i.test(answer.message)) return { kind: 'deleted' };
      return { kind: 'refused', message: answer.message };
    },

    /** Makes an annotated tag: the object, then the ref. A crash in between leaves an object that nothing shows. */
    async createTag(
      repository: string,
      { tag, sha, message }: { readonly tag: string; readonly sha: string; readonly message: string },
    ): Promise<TagMade> {
      const octokit = await github.octokitFor(repository);
      const at = named(repository);
      const object = await expecting(
        [422],
        octokit.rest.git.createTag({ ...at, tag, object: sha, type: 'commit', message }),
      );
      if (object instanceof GitHubAnswer) return { kind: 'refused', message: object.message };
      const ref = await expecting(
        [422],
        octokit.rest.git.createRef({ ...at, ref: `refs/tags/${tag}`, sha: object.data.sha }),
      );
      if (!(ref instanceof GitHubAnswer)) return { kind: 'made' };
      if (/reference already exists/i.test(ref.message)) return { kind: 'exists' };
      if (/immutable release/i.test(ref.message)) return { kind: 'burnt' };
      return { kind: 'refused', message: ref.message };
    },
  };
}
