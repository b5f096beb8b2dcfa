import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectSameNode } from '../../scripts/dockerfile/base-image.ts';
import { CannotPlay, readDockerfile } from '../../scripts/dockerfile/read-dockerfile.ts';

const text = readFileSync('Dockerfile', 'utf8');
const packageJson = readFileSync('package.json', 'utf8');

/** `npm run play-dockerfile` plays these steps; here is what can be seen without playing. */
describe('the Dockerfile', () => {
  const stages = readDockerfile(text);
  const steps = stages.at(-1)?.steps.map(({ step }) => step) ?? [];

  it('has stages on the Node that the tests run on', () => {
    expect(stages.length).toBeGreaterThan(1);
    for (const { image } of stages) expectSameNode(image, packageJson);
  });

  it('ends in a stage that runs nothing while it is made, and is not root', () => {
    expect(steps.filter(({ kind }) => kind === 'run')).toEqual([]);
    expect(steps).toContainEqual({ kind: 'user', user: { uid: 1000, gid: 1000 } });
    expect(steps.map(({ kind }) => kind)).toContain('healthcheck');
  });
});

describe('what cannot be played is a failure with its line', () => {
  const base = 'FROM node:24.21.0-bookworm-slim\n';
  it.each([
    ['ADD https://example.com/x /x', 'line 2 (ADD): ADD is an instruction that this script does not know.'],
    ['ENTRYPOINT ["node"]', 'ENTRYPOINT is an instruction that this script does not know.'],
    ['RUN --mount=type=cache,target=/root/.npm npm ci', '--mount cannot be played.'],
    ['RUN mkdir /data', 'names a path from the root'],
    ['RUN ["mkdir", "data"]', 'Only a line for the shell is played.'],
    ['COPY --chown=node:node src ./src', 'The user “node:node” is to be two numbers'],
    ['COPY --link src ./src', '--link cannot be played.'],
    ['COPY src/*.ts ./', 'without wildcards'],
    ['USER node', 'The user “node” is to be two numbers'],
    ['ENV HOME=$PWD', 'Variables are not played in it.'],
    ['ENV NAME="two words"', 'without quotes'],
    ['CMD node src/main.ts', 'The command is to be written as a list'],
    ['HEALTHCHECK NONE', 'The health check is to be CMD'],
  ])('%s', (line, why) => {
    expect(() => readDockerfile(`${base}${line}\n`)).toThrow(CannotPlay);
    expect(() => readDockerfile(`${base}${line}\n`)).toThrow(why);
  });

  it('a base image that is not pinned, or of another Node', () => {
    expect(() => expectSameNode('node:24-bookworm-slim', packageJson)).toThrow('is to be pinned');
    expect(() => expectSameNode('node:22.0.0-bookworm-slim', packageJson)).toThrow('The base image has Node 22.0.0');
  });
});
