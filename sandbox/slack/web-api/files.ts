import { z } from 'zod';
import { createFile, fileById, fileJson } from '../state/files.ts';
import { post } from '../state/messages.ts';
import { SlackError } from '../state/slack-error.ts';
import { destination, threadOf } from './chat.ts';
import type { Method } from './method.ts';

const getUploadUrl: Method = {
  scopes: ['files:write'],
  tier: 4,
  run: (workspace, args) => {
    const size = args.count('length') ?? 0;
    if (size < 1) throw new SlackError('invalid_arguments', ['[ERROR] must be greater than 1 [json-pointer:/length]']);
    const file = createFile(workspace, { name: args.text('filename'), size, user: workspace.bot.userId });
    return { upload_url: `${workspace.url}/upload/v1/${file.id}`, file_id: file.id };
  },
};

const completed = z.array(z.object({ id: z.string(), title: z.string().exactOptional() })).min(1);

const completeUpload: Method = {
  scopes: ['files:write'],
  tier: 4,
  run: (workspace, args) => {
    const read = completed.safeParse(args.json('files', 'invalid_arguments'));
    if (!read.success)
      throw new SlackError('invalid_arguments', ['[ERROR] must provide an array [json-pointer:/files]']);
    const files = read.data.map(({ id, title }) => {
      const file = fileById(workspace, id);
      if (file.content === undefined) throw new SlackError('file_not_found');
      file.complete = true;
      file.title = title ?? file.name;
      return file;
    });
    const channelId = args.optional('channel_id') ?? '';
    if (channelId !== '') {
      const channel = destination(workspace, channelId);
      post(workspace, {
        channel,
        user: workspace.bot.userId,
        text: args.optional('initial_comment') ?? '',
        threadTs: threadOf(workspace, channel, args),
        subtype: 'file_share',
        files: files.map(({ id }) => id),
      });
    }
    return { files: files.map((file) => fileJson(workspace, file)) };
  },
};

const info: Method = {
  scopes: ['files:read'],
  tier: 4,
  run: (workspace, args) => ({ file: fileJson(workspace, fileById(workspace, args.text('file'))), comments: [] }),
};

export const fileMethods = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.info': info,
} satisfies Record<string, Method>;
