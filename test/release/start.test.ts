import { describe, expect, test } from 'vitest';
import { answerMistakes, versionMistake } from '../../src/release/start-answers.ts';
import { nextTag, type StartFacts } from '../../src/release/start-facts.ts';
import { type RoleChoice, roleMistakes } from '../../src/release/start-roles.ts';
import { backendService } from './given.ts';

const facts: StartFacts = {
  latest: { tag: 'v1.4.2', version: '1.4.2' },
  tags: ['v1.4.2', 'v1.4.1'],
  head: 'a'.repeat(40),
  changes: { commits: 3, pullRequests: 1, lines: [], authors: ['ben-w'] },
  folders: { features: ['tax-rounding'] },
  readAt: new Date('2026-11-02T09:00:00Z'),
};

describe('the next version', () => {
  test('counts from the latest release, a first one from nothing', () => {
    expect(nextTag('v<version>', facts, 'minor')).toEqual({ tag: 'v1.5.0', version: '1.5.0' });
    expect(nextTag('billing-<version>', { ...facts, latest: undefined }, 'major').tag).toBe('billing-1.0.0');
  });

  test('may not be a tag that exists', () => {
    expect(versionMistake(backendService, 'patch', { ...facts, tags: ['v1.4.3'] })).toBe(
      'The tag v1.4.3 exists already. Choose another kind of version.',
    );
    expect(versionMistake(backendService, 'patch', facts)).toBeUndefined();
  });

  test('needs something new', () => {
    const nothing = { ...facts, changes: { ...facts.changes, commits: 0 } };
    expect(versionMistake(backendService, 'patch', nothing)).toBe(
      'Nothing is new on dev since v1.4.2, so there is nothing to release.',
    );
    expect(versionMistake(backendService, 'patch', { ...nothing, latest: undefined })).toBe(
      'Nothing is new on dev, so there is nothing to release.',
    );
  });
});

describe('answers', () => {
  const given = { features: ['tax-rounding'], public: false, routing: true, archive: false, rollout: 'x', watch: 'y' };

  test('are all there', () => {
    expect([...answerMistakes(backendService, given, facts)]).toEqual([]);
    expect([...answerMistakes(backendService, { ...given, rollout: '', public: undefined }, facts)]).toEqual([
      ['public', 'This needs an answer.'],
      ['rollout', 'This needs an answer.'],
    ]);
  });

  test('name features that are there', () => {
    const gone = answerMistakes(backendService, { ...given, features: ['tax-rounding', 'gone'] }, facts);
    expect([...gone]).toEqual([['features', 'gone is not under outputs/ on dev any more. Choose again.']]);
    const none = answerMistakes(backendService, given, { ...facts, folders: {} });
    expect([...none]).toEqual([['features', 'There is no folder under outputs/ on dev yet. Push one, then Retry.']]);
  });

  test('may be left out where the playbook says so', () => {
    const { rollout } = backendService.questions;
    if (rollout === undefined) throw new Error('backend-service asks for a rollout plan.');
    const playbook = { ...backendService, questions: { rollout: { ...rollout, optional: true } } };
    expect([...answerMistakes(playbook, { rollout: '' }, facts)]).toEqual([]);
  });
});

describe('roles', () => {
  const choice: RoleChoice = {
    starter: 'maria',
    chosen: { 'backend-lead': ['lena', 'tom'], operations: ['omar'] },
    entitled: {
      'backend-lead': { kind: 'people', people: ['lena', 'tom', 'ben', 'maria'] },
      operations: { kind: 'people', people: ['omar'] },
    },
    logins: { ben: 'ben-w' },
    authors: ['ben-w'],
    nameOf: (person) => person,
    unfit: () => undefined,
  };
  const mistakes = (change: Partial<RoleChoice>, quorum = 1) => {
    const lead = backendService.roles['backend-lead'];
    if (lead === undefined) throw new Error('backend-service has a backend lead.');
    const playbook = { ...backendService, roles: { ...backendService.roles, 'backend-lead': { ...lead, quorum } } };
    return Object.fromEntries(roleMistakes(playbook, { ...choice, ...change }));
  };

  test('are filled', () => {
    expect(mistakes({})).toEqual({});
    expect(mistakes({ chosen: { 'backend-lead': ['lena'] } })).toEqual({
      operations: 'Choose who is Operations: omar.',
    });
  });

  test('have as many as have to sign, not counting who may not', () => {
    expect(mistakes({}, 2)).toEqual({});
    expect(mistakes({ chosen: { ...choice.chosen, 'backend-lead': ['lena', 'maria', 'ben'] } }, 2)).toEqual({
      'backend-lead':
        '2 people have to sign as Backend lead, but only 1 of those chosen can: maria starts the release and ben wrote part of the changes, and may not sign it.',
    });
  });

  test('cannot be judged while nobody knows who may', () => {
    expect(mistakes({ entitled: { operations: { kind: 'people', people: ['omar'] } } })).toEqual({
      'backend-lead': 'Slack or GitHub does not say at this moment who may be Backend lead. Try again in a moment.',
    });
    const sentence = "This workspace's plan has no user groups.";
    expect(mistakes({ entitled: { ...choice.entitled, 'backend-lead': { kind: 'nobody', sentence } } })).toEqual({
      'backend-lead': sentence,
    });
  });
});
