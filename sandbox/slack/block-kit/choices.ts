import { z } from 'zod';
import { actionId, choiceOption, confirm, overflowOption, placeholder } from './composition.ts';
import { same } from './same.ts';

const common = { action_id: actionId, confirm };
const focus = { focus_on_load: z.boolean().exactOptional() };
const notOffered = 'must be one of the provided options';

/** Checkboxes: 10 options; what is ticked at first is among them. */
export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...common,
    ...focus,
    options: z.array(choiceOption).min(1).max(10),
    initial_options: z.array(choiceOption).min(1).max(10).exactOptional(),
  })
  .refine(({ options, initial_options: ticked = [] }) => ticked.every((tick) => options.some((o) => same(o, tick))), {
    path: ['initial_options'],
    error: notOffered,
  });

/** Radio buttons: 10 options. */
export const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...common,
    ...focus,
    options: z.array(choiceOption).min(1).max(10),
    initial_option: choiceOption.exactOptional(),
  })
  .refine(({ options, initial_option: chosen }) => chosen === undefined || options.some((o) => same(o, chosen)), {
    path: ['initial_option'],
    error: notOffered,
  });

/** Overflow menu: 1 to 5 options. */
export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...common,
  options: z.array(overflowOption).min(1).max(5),
});

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date in the format YYYY-MM-DD')
  .refine((text) => {
    const date = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  }, 'must be a valid date');

export const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...common,
  ...focus,
  placeholder,
  initial_date: day.exactOptional(),
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...common,
  ...focus,
  placeholder,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time in the format HH:mm')
    .exactOptional(),
  timezone: z.string().refine(isZone, 'must be a valid IANA timezone').exactOptional(),
});

/** Date and time together: a Unix time of 10 digits, seconds. */
export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...common,
  ...focus,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).exactOptional(),
});
