import { acksBench } from './acks.ts';
import { appendBench } from './append.ts';
import { changelogBench } from './changelog.ts';
import { chaseBench } from './chase.ts';
import { coldStartBench } from './cold-start.ts';
import { effectsBench } from './effects.ts';
import type { Measured, Sizes } from './figure.ts';
import { githubCallsBench } from './github-calls.ts';
import { historyBench } from './history.ts';
import { modalBench } from './modal.ts';
import { restartBench } from './restart.ts';
import { signOffsBench } from './sign-offs.ts';
import { verifyBench } from './verify.ts';

/** Every part of the bench by the name that `--only` takes, in the order of the print. */
export const figures: Readonly<Record<string, (sizes: Sizes) => Promise<readonly Measured[]>>> = {
  acks: acksBench,
  'sign-offs': signOffsBench,
  chase: chaseBench,
  append: appendBench,
  effects: effectsBench,
  restart: restartBench,
  modal: modalBench,
  history: historyBench,
  verify: verifyBench,
  changelog: changelogBench,
  'github-calls': githubCallsBench,
  'cold-start': coldStartBench,
};
