import type { StoredFile } from './entities.ts';
import { SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** A file of a person or of the app; no content yet. */
export function createFile(workspace: Workspace, file: { name: string; size: number; user: string }): StoredFile {
  const stored: StoredFile = {
    ...file,
    id: workspace.ids.next('F'),
    title: file.name,
    created: Math.floor(workspace.now() / 1000),
    content: undefined,
    complete: false,
    deleted: false,
  };
  workspace.files.set(stored.id, stored);
  return stored;
}

/** A file that the app named. */
export function fileById(workspace: Workspace, id: string): StoredFile {
  const found = workspace.files.get(id);
  if (found === undefined) throw new SlackError('file_not_found');
  if (found.deleted) throw new SlackError('file_deleted');
  return found;
}

const extension = (name: string) => /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? 'binary';

/** A file object. */
export function fileJson(workspace: Workspace, file: StoredFile): Record<string, unknown> {
  const { id, name, title, size, user, created } = file;
  const address = `${workspace.url}/files/${id}/${encodeURIComponent(name)}`;
  return {
    id,
    created,
    timestamp: created,
    name,
    title,
    mimetype: 'application/octet-stream',
    filetype: extension(name),
    pretty_type: extension(name).toUpperCase(),
    user,
    user_team: workspace.team.id,
    editable: false,
    size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: address,
    url_private_download: `${address}?download=1`,
    permalink: `https://${workspace.team.domain}.slack.com/files/${user}/${id}`,
    has_rich_preview: false,
    file_access: 'visible',
  };
}
