import { inZone } from '../zoned-time.ts';

const form = {
  moment: '{date_short_pretty} {time}',
  day: '{date_short_pretty}',
  time: '{time}',
} as const;

/** A time in its reader's own zone; where Slack cannot say it, in the playbook's zone with the zone named. For mrkdwn only. */
export function slackDate(at: Date, zone: string, as: keyof typeof form = 'moment'): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^${form[as]}|${inZone(at, zone)}>`;
}

/** How long something took or takes: `3 min`, `2 h 5 min`, `4 d 3 h`. */
export function spanOf(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return minutes === 0 ? 'under a minute' : `${minutes} min`;
}
