import { z } from 'zod';

const by =
  (shape: z.ZodType) =>
  (text: string): boolean =>
    shape.safeParse(text).success;

/** The formats of JSON Schema that are judged. One that is not here makes a schema unusable: ignored, it would pass anything. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: by(z.iso.date()),
  'date-time': by(z.iso.datetime({ offset: true })),
  email: by(z.email()),
  hostname: by(z.hostname()),
  ipv4: by(z.ipv4()),
  ipv6: by(z.ipv6()),
  uri: (text) => /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text),
  uuid: by(z.guid()),
};
