import type { ResponseUrl, Trigger } from './entities.ts';
import { SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** A trigger opens one modal within 3 seconds (Slack's interactivity reference). */
const triggerLifeMs = 3_000;
/** A response_url takes 5 posts within 30 minutes. */
const responseUses = 5;
const responseLifeMs = 30 * 60 * 1000;

/** Makes the trigger_id of an interaction; `view` is the modal it came from. */
export function issueTrigger(workspace: Workspace, user: string, view?: string): string {
  const id = `${workspace.ids.next('')}.${workspace.ids.next('')}.${workspace.ids.word(32)}`;
  workspace.triggers.set(id, { user, at: workspace.now(), view, used: false });
  return id;
}

/** Uses a trigger up, or says why it cannot. */
export function exchangeTrigger(workspace: Workspace, id: string): Trigger {
  const trigger = workspace.triggers.get(id);
  if (trigger === undefined) throw new SlackError('invalid_trigger_id');
  if (trigger.used) throw new SlackError('exchanged_trigger_id');
  if (workspace.now() - trigger.at > triggerLifeMs) throw new SlackError('expired_trigger_id');
  trigger.used = true;
  return trigger;
}

/** Makes a response_url; `kind` only shows in its path. */
export function issueResponseUrl(
  workspace: Workspace,
  kind: 'commands' | 'actions' | 'app',
  to: Omit<ResponseUrl, 'at' | 'uses'>,
): string {
  const path = `/response/${kind}/${workspace.team.id}/${workspace.ids.word(24)}`;
  workspace.responseUrls.set(path, { ...to, at: workspace.now(), uses: 0 });
  return `${workspace.url}${path}`;
}

/** Takes one use of a response_url, or says why it cannot: `used_url`, `expired_url`. */
export function useResponseUrl(workspace: Workspace, path: string): ResponseUrl {
  const url = workspace.responseUrls.get(path);
  if (url === undefined || workspace.now() - url.at > responseLifeMs) throw new SlackError('expired_url');
  if (url.uses >= responseUses) throw new SlackError('used_url');
  url.uses += 1;
  return url;
}
