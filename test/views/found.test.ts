import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { playbookSchema } from '../../src/release/playbook.ts';
import { detailsModal } from '../../src/views/details-modal.ts';
import { threadMessage } from '../../src/views/thread-message.ts';
import { completed, releaseAfter } from '../release/given.ts';
import { billingStarted, githubUrl } from './billing.ts';
import { messageAs } from './read.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: looked-at
title: Looked at
released-from: dev
roles: { release-manager: { title: Release manager, from: starter } }
stages:
  - stage: Look
    steps:
      - { check: changes-touch, paths: ['src/auth/**'], as: security-paths, title: Security paths }
  - stage: Answer
    steps:
      - { checklist: release-manager, items: [{ say: Ready }] }
`),
);
const looked = (touched: 'yes' | 'no') =>
  releaseAfter(
    billingStarted({ playbook, answers: {}, roles: { 'release-manager': ['U0MARIA'] } }),
    completed('security-paths', { touched }),
  );
const told = (touched: 'yes' | 'no'): string => {
  const release = looked(touched);
  const message = release.outbox.find(({ about }) => about.type === 'StepCompleted');
  const view = message === undefined ? undefined : threadMessage(release, message, githubUrl);
  return view === undefined ? '' : messageAs('maria', view);
};

it('what the changes touch is told as found, since it brings more to do; else the look is simply done', () => {
  expect(told('yes')).toMatch(/^🔎 Found: \*Security paths\*/m);
  expect(told('no')).toBe('');
  expect(JSON.stringify(detailsModal(looked('yes'), 0, githubUrl))).toContain('🔎 Found');
  expect(JSON.stringify(detailsModal(looked('no'), 0, githubUrl))).not.toContain('🔎 Found');
});
