import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Playbook } from '../../src/release/playbook.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { readPlaybook } from '../../src/release/read-playbook.ts';

function playbookOf(text: string): Playbook {
  const read = readPlaybook(text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.playbook;
}

it('reads the shipped playbook as a release manager would', () => {
  const aloud = playbookAloud(playbookOf(readFileSync('playbooks/backend-service.yml', 'utf8')));
  expect(aloud.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(aloud).toMatchInlineSnapshot(`
    "BACKEND SERVICE

    A release is patch, minor (the usual one) or major. It takes what is on dev since the last tag; its
    own tag is v<version>. Each component gives, in slipway.yml: <gateway>.

    Who takes part
       - Release manager: whoever starts the release.
       - Backend lead: as named in slipway.yml for the component.
       - Operations: as named in slipway.yml for the component.

    What is asked at the start
       - Which features? Any of the folders under outputs/.
       - Does this release need a public announcement? Yes or no.
       - Does API gateway routing change? Yes or no.
       - Is evidence to be archived in the feature folders? Yes or no.
       - Rollout plan. In words.
       - What to watch after the deployment. In words.

    1. Ready

       1.1  Side by side:
            a) <feature> is merged into dev. For each feature: Slipway waits until the branch
               feature/<feature> is merged into dev.
            b) dev contains main. Slipway waits until dev contains everything that is on main.
            c) Quality checklist of <feature> is complete. For each feature: Slipway waits until every
               box in outputs/<feature>/quality-checklist.md on dev is ticked.
            d) Changelog draft of <feature> is ready. For each feature, only if “Does this release need
               a public announcement?” was answered yes: Slipway waits until the folder
               outputs/<feature>/release/ on dev holds a file.
            e) Expectations. Release manager ticks:
                 [ ] Release discipline holds (scope, timing, people on hand)
                 [ ] Ready to roll back, and the rollout plan says how
                 [ ] Documentation links are right
               Normally within 24 hours.

    2. Release pull request

       2.1  Release pull request dev → main. Slipway opens a pull request from dev to main, or takes the
            one that is open already.

       2.2  Side by side:
            a) CI of the pull request. Slipway waits until CI is green on the last commit of the pull
               request. Normally within 60 minutes. Backend lead may complete it outside, with evidence.
            b) Backend leads asked for review. On GitHub, Slipway asks Backend lead to review the pull
               request.
            c) Backend lead signs. Backend lead (one is enough) signs the last commit of the pull
               request; they can also reject it, or ask for changes. Nobody may sign who started the
               release or wrote any of the changes. A signature holds for exactly that commit: a push
               voids it, and Slipway checks and asks again. Whoever signs confirms:
                 - I reviewed the aggregated commits
                 - The rollout plan and what to watch are sufficient
               Normally within 8 hours.

       2.3  Merge into main. Slipway merges the pull request by a merge commit: exactly the commit that
            was signed and checked, or nothing.

    3. Release

       3.1  Tag <tag>. Slipway sets the tag on the commit of “Merge into main”, with the message
            “<component> <version>”.

       3.2  Artifacts published. Slipway starts the workflow publish.yml at the tag with version
            <version>, and follows it to its end. Normally within 45 minutes.

       3.3  GitHub release. Slipway publishes the release on GitHub with notes of what changed, and
            attaches release-record.json.

       3.4  main merged back into dev. Slipway merges main back into dev. Where that needs a person, it
            opens a pull request and waits for it.

    4. Deploy

       4.1  Deploy to production. Release manager or Operations presses Deploy. Beside it stands the
            answer to “Rollout plan” and the answer to “What to watch after the deployment”. Slipway
            then runs the workflow deploy.yml with version <version>, records the deployment to
            production on GitHub and follows it to its end. Normally within 24 hours.

       4.2  API gateway routing is merged. Only if “Does API gateway routing change?” was answered yes:
            Slipway waits until a pull request in <gateway> that names <component> <version> and touches
            src/etc/routes.*.yaml is merged. Normally within 24 hours. Operations may complete it
            outside, with evidence.

    5. After the release

       5.1  Metrics and alarms. Operations ticks:
              [ ] Metrics are normal, with a link that shows it
              [ ] No alarm has fired since the deployment, with a note of what was seen
            Normally within 24 hours.

       5.2  Changelog announcement. Only if “Does this release need a public announcement?” was answered
            yes: Slipway posts to the channel changelog with the notes of what changed (times as in
            Asia/Tokyo):
              | <component> <version> was released at <published.at>.

       5.3  Evidence of <feature> archived. For each feature, only if “Is evidence to be archived in the
            feature folders?” was answered yes: Slipway opens a pull request that adds the evidence of
            the release to outputs/<feature>/release/.

    Rules
       - Stages and steps come in this order, and none is skipped; steps side by side are all done
         before the next begins.
       - A step that fails stops the release until somebody retries it, or completes it outside of
         Slipway with evidence. Who may do so: the people whom the step waits for, or those who run the
         release where it waits for a machine. A signature from outside counts only by somebody who may
         sign, and never where several must. A check counts from outside only while Slipway cannot read
         it, unless the step names who may complete it outside.
       - What takes longer than it normally does is reminded of; again after twice the time, after four
         times, and so on.
       - Those who run the release can pause it, resume it, or cancel it with a reason.

    To read
       - Release process: .claude/skills/soracom-backend-guidelines/references/release-process.md
       - Backend standards: .claude/skills/soracom-backend-guidelines/references/backend-standards.md
       - Release principles: docs/references/saef-principles.md
    "
  `);
});

it('says who may sign, who may not, how many must, and who may complete a step outside', () => {
  const aloud = playbookAloud(
    playbookOf(`
playbook: two
title: Two sign
roles:
  manager: { title: Manager, from: starter }
  board: { title: Board, quorum: 2, not: [author] }
questions:
  note: { ask: A note for the board, optional: true }
stages:
  - stage: All of it
    steps:
      - action: open-pull-request
        from: next
        to: main
        as: pr
      - sign-off: board
        of: pr
        when: bump is major
        links: [{ say: the rules, link: https://example.com/rules }]
      - check: ci-green
        of: pr
        when: not note
        done-outside: [manager, board]
      - action: merge-pull-request
        of: pr
      - action: create-tag
        at: <pr.head>
      - deploy: staging
        by: [manager]
        plan: <note>
        within: 1d
`),
  );
  expect(aloud.slice(aloud.indexOf('1. All'), aloud.indexOf('Rules'))).toMatchInlineSnapshot(`
    "1. All of it

       1.1  Slipway opens a pull request from next to main, or takes the one that is open already.

       1.2  Only in a major release: 2 people of the role Board sign the last commit of the pull
            request; they can also reject it, or ask for changes. Nobody may sign who wrote any of the
            changes. A signature holds for exactly that commit: a push voids it, and Slipway checks and
            asks again.
            See the rules: https://example.com/rules
            Normally within 8 hours.

       1.3  Only if “A note for the board” was left empty: Slipway waits until CI is green on the last
            commit of the pull request. Manager or Board may complete it outside, with evidence.

       1.4  Slipway merges the pull request by a merge commit: exactly the commit that was signed and
            checked, or nothing.

       1.5  Slipway sets the tag on the last commit of “pr”.

       1.6  Manager presses Deploy. Beside it stands the answer to “A note for the board”. Slipway then
            records the deployment to staging on GitHub and follows it to its end. Normally within 1
            day.

    "
  `);
});
