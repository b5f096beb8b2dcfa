import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Interactive } from '../../slack/block-kit/blocks.ts';
import { slackDate } from '../../slack/shown/slack-date.ts';
import { confirmed } from './confirm.ts';
import { changed, now, zone } from './model.ts';
import { chosenAt, domId, put, type Seat, type Spot, valueAt } from './spot.ts';

type DateTime = Extract<Interactive, { type: 'datepicker' | 'timepicker' | 'datetimepicker' }>;

const kinds = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** `2026-01-31T14:30` of a time in the person's zone. */
function local(seconds: number): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone(), hour: '2-digit', minute: '2-digit' });
  return `${slackDate('{date_num}', seconds, { zone: zone(), now: now() })}T${clock.format(seconds * 1000)}`;
}

function known(spot: Spot, seat: Seat): string {
  const newest = chosenAt(spot, seat);
  if (newest !== undefined) return newest[0] ?? '';
  const value = valueAt(spot, seat);
  if (value?.type === 'datepicker') return value.selected_date ?? '';
  if (value?.type === 'timepicker') return value.selected_time ?? '';
  if (value?.type !== 'datetimepicker' || value.selected_date_time === null) return '';
  return local(value.selected_date_time);
}

/** Dates and times, by the browser's own pickers, in the person's zone. */
export function dateTime(spot: Spot, seat: Seat, element: DateTime): TemplateResult {
  const pick = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const { value } = event.target;
    confirmed(element.confirm, () => void put(spot, seat, value === '' ? null : value, [value]));
    changed(); // said no, it stands as before
  };
  const id = domId(spot, seat);
  const invalid = spot.errors[seat.block] !== undefined;
  return html`<span class="date-time">
    <input id=${id} type=${kinds[element.type]} aria-invalid=${invalid} aria-labelledby="${id}-label" aria-describedby="${id}-more" .value=${live(known(spot, seat))} @change=${pick}>
    ${element.type === 'datepicker' ? nothing : html`<small class="soft">${zone()}</small>`}
  </span>`;
}
