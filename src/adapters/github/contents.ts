import { z } from 'zod';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** A path as it is at a ref. `no-ref`: the branch, tag or commit itself is not there. */
export type PathAt =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly url: string }
  | {
      readonly kind: 'folder';
      readonly entries: readonly {
        readonly name: string;
        readonly path: string;
        readonly type: string;
        readonly size: number;
      }[];
    }
  | { readonly kind: 'missing' | 'no-ref' };

const entry = z.object({ type: z.string(), name: z.string(), path: z.string(), size: z.int(), sha: z.string() });
const file = entry.extend({ html_url: z.string().nullable(), content: z.string(), encoding: z.string() });
const content = z.union([z.array(entry), file, entry]);

/** Files of repositories, read at a ref and written to branches. */
export function contentsOn(github: GitHub) {
  /** Files of more than 1 MB come without content: GitHub hands out up to 100 MB as a blob. */
  async function blob(repository: string, sha: string): Promise<Uint8Array> {
    const octokit = await github.octokitFor(repository);
    const { data } = await octokit.rest.git.getBlob({ ...named(repository), file_sha: sha });
    return Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8');
  }

  return {
    /** What is at a path. Submodules and links count as folders without entries. */
    async readPath(repository: string, path: string, ref: string): Promise<PathAt> {
      const octokit = await github.octokitFor(repository);
      const clean = path.replace(/\/+$/, '');
      const asked = octokit.rest.repos.getContent({ ...named(repository), path: clean, ref });
      const answer = await expecting([404], asked);
      if (answer instanceof GitHubAnswer)
        return { kind: /no commit found/i.test(answer.message) ? 'no-ref' : 'missing' };
      const read = content.parse(answer.data);
      if (Array.isArray(read)) return { kind: 'folder', entries: read };
      if (!('content' in read) || read.type !== 'file') return { kind: 'folder', entries: [] };
      const bytes = read.encoding === 'base64' ? Buffer.from(read.content, 'base64') : await blob(repository, read.sha);
      return { kind: 'file', bytes, url: read.html_url ?? '' };
    },

    /** Commits a new file to a branch. `exists`: a file is there already, and stays as it is. */
    async addFile(
      repository: string,
      wanted: { readonly path: string; readonly branch: string; readonly message: string; readonly text: string },
    ): Promise<'made' | 'exists'> {
      const octokit = await github.octokitFor(repository);
      const { path, branch, message, text } = wanted;
      const encoded = Buffer.from(text, 'utf8').toString('base64');
      const asked = octokit.rest.repos.createOrUpdateFileContents({
        ...named(repository),
        path,
        branch,
        message,
        content: encoded,
      });
      const answer = await expecting([422], asked);
      if (!(answer instanceof GitHubAnswer)) return 'made';
      if (/sha.*wasn't supplied|sha.*was not supplied/i.test(answer.message)) return 'exists'; // that is how GitHub asks what to replace
      await asked; // throws what else was refused
      return 'made';
    },
  };
}
