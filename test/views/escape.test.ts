import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, inert, inertLine, inertWithLink, link, webAddressOf } from '../../src/views/escape.ts';

const visible = (text: string): string =>
  text.replaceAll('\u200B', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('typed text in mrkdwn', () => {
  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U1> & <https://evil|safe>', '&lt;@\u200BU1&gt; &amp; &lt;https://evil|safe&gt;'],
    ['a *b* c', 'a \u200B*\u200Bb\u200B*\u200B c'],
    ['snake_case _x_', 'snake_case \u200B_\u200Bx\u200B_\u200B'],
    ['> quote', '\u200B&gt; quote'],
    ['1 > 0', '1 &gt; 0'],
  ])('%j is inert', (typed, shown) => {
    expect(inert(typed)).toBe(shown);
  });

  it('reads as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (typed) => {
        const plain = typed.replaceAll('\u0000', '');
        expect(visible(inert(plain))).toBe(plain.replaceAll('\u200B', ''));
      }),
    );
  });

  it('is cut to its limit, never within an entity or a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.integer({ min: 10, max: 60 }), (typed, most) => {
        const shown = inert(`&<>*${typed}`, most);
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(shown).not.toMatch(/&(?!(?:amp|lt|gt);)/);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });

  it('is one line where one line is wanted', () => {
    expect(inertLine('a\n> b\t c')).toBe('a &gt; b c');
  });

  it('keeps a sole web address as a link', () => {
    expect(inertWithLink('https://grafana.example/d?a=1&b=2')).toBe('<https://grafana.example/d?a=1&amp;b=2>');
    expect(inertWithLink('see https://x.example <!here>')).toBe('see https://x.example &lt;!here&gt;');
  });
});

describe('a link', () => {
  it('cannot be broken out of', () => {
    expect(link('https://x.example/a|b>c', 'say|<!here>')).toBe('<https://x.example/a%7Cb%3Ec|say¦&lt;!here&gt;>');
  });

  it.each(['javascript:alert(1)', 'docs/a.md', '', `https://x.example/${'a'.repeat(3000)}`])(
    'is only words for %j',
    (address) => {
      expect(webAddressOf(address)).toBeUndefined();
      expect(link(address, 'words')).toBe('words');
    },
  );
});

it('plain text is cut to its limit', () => {
  expect(cut('a'.repeat(80), 75)).toHaveLength(75);
  expect(cut('short', 75)).toBe('short');
});
