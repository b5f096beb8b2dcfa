import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askingModal, codeLines, codeModal, linkEndedModal, type ShownCode } from '../../src/views/link-modal.ts';
import { differenceText, linkOutcomeText, noCode, withCommand } from '../../src/views/link-texts.ts';
import { textOf } from './extreme.ts';
import { flawsOfModal } from './read.ts';

const outcomes = ['linked', 'taken', 'expired', 'denied', 'disabled', 'unknown', 'lost', 'unread', 'refused'] as const;
const code = (userCode: string): ShownCode => ({
  person: 'U0LENA',
  userCode,
  verificationUri: 'https://github.com/login/device',
  expiresAt: new Date('2026-11-20T05:15:00Z'),
  zone: 'Asia/Tokyo',
});

it('every form of linking is one that Slack takes, and what GitHub wrote does no harm in it', () => {
  fc.assert(
    fc.property(textOf(100), (text) => {
      const ended = outcomes.map((outcome) => linkEndedModal(linkOutcomeText({ outcome, login: text }, '/ship', text)));
      for (const modal of [askingModal(undefined), askingModal(text), codeModal(code(text)), ...ended]) {
        expect(flawsOfModal(modal)).toEqual([]);
        expect(JSON.stringify(modal)).not.toMatch(/<!(?!date\^)|<@U0HOSTILE|<https:\/\/evil/);
      }
    }),
    { numRuns: 60 },
  );
});

it('the code stands with who asked for it, until when it is good, and that nobody enters one they did not ask for', () => {
  const said = codeLines(code('WDJB-MJHT')).join('\n');
  expect(said).toContain('<@U0LENA>, you asked to link your GitHub account');
  expect(said).toContain('*WDJB-MJHT*');
  expect(said).toContain('2026-11-20 14:15 JST');
  expect(said).toContain('Enter no code that you have not asked for yourself');
});

it('every end says what to do, by the command as it is named here', () => {
  const texts = outcomes.map((outcome) => linkOutcomeText({ outcome, login: 'lena-b' }, '/ship', undefined));
  expect(new Set(texts).size).toBe(outcomes.length);
  expect(texts.filter((text) => text.includes('/release'))).toEqual([]);
  expect(Object.values(noCode).filter((text) => !/administrator|Try again/.test(text))).toEqual([]);
  expect(withCommand('Link (/release link), then sign.', '/ship')).toBe('Link (/ship link), then sign.');
});

it('a difference from slipway.yml is told, another case is none', () => {
  expect(differenceText('lena-b', 'lena-old')).toContain('slipway.yml says that you are lena-old');
  expect(differenceText('lena-b', 'Lena-B')).toBeUndefined();
  expect(differenceText('lena-b', undefined)).toBeUndefined();
});
