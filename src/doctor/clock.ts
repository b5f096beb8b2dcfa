import { type Finding, ok, problem, warning } from './finding.ts';

/** Seconds by which clocks may differ without a word. */
const harmless = 10;
/** Seconds from which GitHub refuses an App's tokens; Slack's signed requests are refused from 300 on. */
const refused = 60;

const consequence = {
  'clock-store':
    'Deadlines and reminders go by the database, so people read other times in Slack than they see on their watch.',
  'clock-slack': 'From 5 minutes on every click that Slack sends over HTTP is refused.',
  'clock-github': 'From a minute on GitHub refuses the tokens that an App signs.',
} as const;

/** Milliseconds that another clock is ahead, taking its answer for the middle of the round trip. */
export function aheadOf(answered: Date, asked: number, received: number): number {
  return answered.getTime() - (asked + received) / 2;
}

/** Judges how far another clock is from this machine's. */
export function clockFinding(code: keyof typeof consequence, whose: string, aheadMs: number): Finding {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds <= harmless) return ok('clock', 'Clock', `This machine and ${whose} agree.`);
  const says = `This machine is ${seconds} seconds ${aheadMs > 0 ? 'behind' : 'ahead of'} ${whose}. ${consequence[code]}`;
  const make = seconds < refused ? warning : problem;
  return make(code, 'Clock', says, 'Let the machines set their clocks by NTP (timedatectl set-ntp true).');
}

async function dateOf(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(8000), headers: { 'user-agent': 'slipway' } });
  await answer.body?.cancel();
  return answer.headers.get('date') ?? '';
}

/** How far the clock of a web server is from this machine's, by the Date of its answer, whatever that is. */
export async function webClock(
  code: 'clock-slack' | 'clock-github',
  whose: string,
  url: string,
  now: () => Date,
): Promise<readonly Finding[]> {
  const asked = now().getTime();
  const date = new Date(await dateOf(url).catch(() => '')); // that it cannot be reached is said where it is asked for more
  const received = now().getTime();
  if (Number.isNaN(date.getTime())) {
    const says = `${whose} told no time, so nobody knows whether this machine's clock is right.`;
    return [
      warning('clock-unknown', 'Clock', says, 'Look yourself: timedatectl says whether the clock is synchronised.'),
    ];
  }
  const middleOfItsSecond = new Date(date.getTime() + 500); // the header has whole seconds
  return [clockFinding(code, whose, aheadOf(middleOfItsSecond, asked, received))];
}
