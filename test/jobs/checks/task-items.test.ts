import { describe, expect, it } from 'vitest';
import { pathGlob } from '../../../src/jobs/checks/path-glob.ts';
import { namesText } from '../../../src/jobs/checks/pull-request-merged.ts';
import { taskItems } from '../../../src/jobs/checks/task-items.ts';
import { reportsPullRequests } from '../../../src/jobs/checks/workflow-events.ts';

describe('task items of Markdown', () => {
  it('are those that GitHub shows as boxes', () => {
    const text = [
      '# Checklist',
      '- [x] Done',
      '* [X] Also done',
      '  + [ ] Nested and open',
      '1. [ ] Numbered',
      '> - [x] Quoted',
      '- [ ]',
      '- [] not a box',
      '- [y] not a box either',
      'text [ ] in a line',
      '| [ ] | in a table |',
      '- [link](x)',
      '\t- [x] Indented',
    ].join('\r\n');
    expect(taskItems(text)).toEqual([
      { ticked: true, text: 'Done' },
      { ticked: true, text: 'Also done' },
      { ticked: false, text: 'Nested and open' },
      { ticked: false, text: 'Numbered' },
      { ticked: true, text: 'Quoted' },
      { ticked: true, text: 'Indented' },
    ]);
  });

  it('in fenced code and comments do not count', () => {
    const text = [
      '````md',
      '- [ ] in code',
      '```',
      '- [ ] still in code',
      '````',
      '<!-- - [ ] in a comment -->',
      '<!--',
      '- [ ] in a longer comment',
      '``` not a fence here',
      '--> - [ ] after a comment on its line is text',
      '- [x] real <!-- a note -->',
      '~~~',
      '- [ ] tilde',
      '~~~',
      '- [ ] open',
    ].join('\n');
    expect(taskItems(text).map(({ text: said }) => said)).toEqual([
      'after a comment on its line is text',
      'real',
      'open',
    ]);
  });
});

describe('a path pattern', () => {
  it.each([
    ['src/etc/routes.*.yaml', 'src/etc/routes.eu.yaml', true],
    ['src/etc/routes.*.yaml', 'src/etc/routes.a/b.yaml', false],
    ['src/etc/routes.*.yaml', 'src/etc/routesXeu.yaml', false],
    ['src/**/routes.yaml', 'src/routes.yaml', true],
    ['src/**', 'src/a/b/c.ts', true],
    ['src/*', 'src/a/b', false],
  ])('%s on %s: %s', (glob, path, matches) => expect(pathGlob(glob).test(path)).toBe(matches));
});

describe('a name in a text', () => {
  it.each([
    ['Routes for billing 1.5.0', true],
    ['routes (Billing  1.5.0).', true],
    ['billing 1.5.0-rc1', false],
    ['billing 1.5.01', false],
    ['billing 1.5.0.1', false],
    ['e-billing 1.5.0', false],
  ])('%s: %s', (text, named) => expect(namesText(text, 'billing 1.5.0')).toBe(named));
});

describe('a workflow file', () => {
  it.each([
    ['on: pull_request', true],
    ['on: [push, workflow_dispatch]', true],
    ['on: { pull_request: { branches: [main] } }', true],
    ['on: workflow_dispatch', false],
    ['on: { schedule: [{ cron: "0 0 * * *" }] }', false],
    ['jobs: {}', false],
    ['on: [', false],
  ])('%s: %s', (text, reports) => expect(reportsPullRequests(text)).toBe(reports));
});
