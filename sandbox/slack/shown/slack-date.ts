type DateParts = Intl.DateTimeFormatOptions;
const formats: Readonly<Record<string, DateParts>> = {
  date: { month: 'long', day: 'numeric', year: 'numeric' },
  date_long: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  date_long_full: { month: 'long', day: 'numeric', year: 'numeric' },
  date_short: { month: 'short', day: 'numeric', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

const made = new Map<string, Intl.DateTimeFormat>();

/** Made once for each kind and zone: a page of messages has hundreds of dates, and making one costs far more than using it. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale, options);
  made.set(key, known);
  return known;
}

/** A `<!date>` format filled in for a reader's zone, `now` in milliseconds. An unknown token stays as it is. Browsers load this file too. */
export function slackDate(
  format: string,
  seconds: number,
  reader: { readonly zone: string; readonly now: number },
): string {
  const at = new Date(seconds * 1000);
  const zone = { timeZone: reader.zone };
  const day = (date: Date) => formatter('en-CA', { ...zone, dateStyle: 'short' }).format(date);
  return format.replaceAll(/\{(\w+)\}/g, (token, name: string) => {
    if (name === 'date_num') return day(at);
    if (name === 'date_slash') return formatter('en-GB', { ...zone, dateStyle: 'short' }).format(at);
    if (name === 'ago') return `${Math.round((reader.now / 1000 - seconds) / 60)} minutes ago`;
    const pretty = name.endsWith('_pretty');
    const near = pretty ? nearDay(day, at, new Date(reader.now)) : undefined;
    if (near !== undefined) return near;
    const options = formats[pretty ? name.replace('_pretty', '') : name];
    return options === undefined
      ? token
      : formatter('en-US', { ...zone, ...options })
          .format(at)
          .replaceAll('\u202f', ' ');
  });
}

function nearDay(day: (date: Date) => string, at: Date, now: Date): string | undefined {
  const shifted = (days: number) => day(new Date(now.getTime() + days * 86_400_000));
  if (day(at) === shifted(0)) return 'today';
  if (day(at) === shifted(-1)) return 'yesterday';
  return day(at) === shifted(1) ? 'tomorrow' : undefined;
}
