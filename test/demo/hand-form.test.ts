import { expect, it } from 'vitest';
import { fillingOf } from '../../demo/hand-form.ts';

const text = (words: string) => ({ type: 'plain_text', text: words });
const options = (...all: readonly string[]) => all.map((one) => ({ text: text(one), value: one }));

const form = {
  id: 'V1',
  title: 'Form',
  callback_id: 'form',
  private_metadata: '',
  hash: '1',
  state: {},
  errors: {},
  text: '',
  buttons: [],
  menus: [],
  depth: 1,
  blocks: [
    {
      type: 'input',
      label: text('Which features?'),
      element: { type: 'multi_static_select', options: options('tax, rounded', 'tax', 'export') },
    },
    {
      type: 'input',
      label: text('Your decision'),
      element: { type: 'radio_buttons', options: options('Approve', 'Reject') },
    },
    { type: 'input', label: text('Comment'), element: { type: 'plain_text_input' } },
    { type: 'input', label: text('Backend lead'), element: { type: 'multi_users_select' } },
    { type: 'section', text: text('Metrics are normal'), accessory: { type: 'checkboxes', options: options('Done') } },
  ],
};

it.each([
  ['Your decision = approve', 'Your decision', 'Approve'],
  ['your d=Rej', 'Your decision', 'Reject'],
  ['Comment = a = b, c', 'Comment', 'a = b, c'],
  ['features = export, tax', 'Which features?', ['tax', 'export']],
  ['features = tax, rounded, export', 'Which features?', ['tax, rounded', 'export']],
  ['features = all', 'Which features?', ['tax, rounded', 'tax', 'export']],
  ['Backend = @lena, tom', 'Backend lead', ['lena', 'tom']],
  ['Metrics = Done', 'Metrics are normal', ['Done']],
])('reads “%s”', (line, label, value) => {
  expect(fillingOf(form, line)).toEqual({ label, value });
});

it.each([
  ['Colour = red', 'The form has no field “Colour”. There are: “Which features?”, “Your decision”'],
  ['e = x', 'The form has no field “e”'],
  ['Your decision = Maybe', '“Your decision” has no choice “Maybe”. There are: “Approve”, “Reject”.'],
  ['features = tax, rest', '“Which features?” has no choice “rest”.'],
  ['Comment', 'Write: fill <field> = <value>'],
])('refuses “%s” with a sentence', (line, sentence) => {
  expect(() => fillingOf(form, line)).toThrow(sentence);
});
