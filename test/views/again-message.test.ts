import { expect, it } from 'vitest';
import { againMessage } from '../../src/views/again-message.ts';

it('the button carries the line whole, to its last word', () => {
  const line = `/release pause ${'because of it '.repeat(100)}to the end`;
  expect(JSON.stringify(againMessage('again', line).blocks)).toContain('to the end');
});

it('a line that no button holds gets none, and the message says so', () => {
  const { text, blocks } = againMessage('again', `/release pause ${'"why" '.repeat(400)}`);
  expect(text).toContain('The line is too long for a button that runs it again, so type it again.');
  expect(blocks.map(({ type }) => type)).toEqual(['section']);
});
