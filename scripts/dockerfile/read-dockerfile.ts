import { DockerfileParser, type Instruction, type JSONInstruction } from 'dockerfile-ast';
import { z } from 'zod';

/** A step that cannot be played here, or an image that is not as it should be: one plain sentence. */
export class CannotPlay extends Error {
  override readonly name = 'CannotPlay';
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** One instruction, as far as it can be played. */
export type Step =
  | { readonly kind: 'workdir'; readonly path: string }
  | { readonly kind: 'env'; readonly values: Readonly<Record<string, string>> }
  | {
      readonly kind: 'copy';
      readonly sources: readonly string[];
      readonly to: string;
      readonly from: string | undefined;
      readonly owner: User;
    }
  | { readonly kind: 'run'; readonly line: string }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'volume'; readonly paths: readonly string[] }
  | { readonly kind: 'expose'; readonly ports: readonly string[] }
  | { readonly kind: 'healthcheck'; readonly command: readonly string[]; readonly timeoutMs: number }
  | { readonly kind: 'cmd'; readonly command: readonly string[] };

export interface Stage {
  readonly name: string | undefined;
  readonly image: string;
  readonly steps: readonly { readonly text: string; readonly step: Step }[];
}

/** Root, as everything is root's in an image unless it says otherwise. */
export const root: User = { uid: 0, gid: 0 };

/** What dockerfile-ast gives besides the arguments; its main module does not export the class. */
type Flagged = Pick<JSONInstruction, 'getFlags' | 'getArguments'>;

const words = (instruction: Pick<Instruction, 'getArguments'>): readonly string[] =>
  instruction.getArguments().map((one) => one.getValue());

function flagsOf(instruction: Flagged, known: readonly string[]): Readonly<Record<string, string>> {
  const flags = Object.fromEntries(instruction.getFlags().map((flag) => [flag.getName(), flag.getValue() ?? '']));
  const other = Object.keys(flags).find((name) => !known.includes(name));
  if (other !== undefined) throw new CannotPlay(`--${other} cannot be played.`);
  return flags;
}

/** Names belong to the image's /etc/passwd, which is not here. */
function userOf(text: string): User {
  const [, uid, gid] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (uid === undefined || gid === undefined) throw new CannotPlay(`The user “${text}” is to be two numbers, uid:gid.`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** The form that starts the program itself, without a shell that would keep its signals. */
function commandOf(text: string): readonly string[] {
  const read = /^\[/.test(text) ? z.array(z.string()).min(1).safeParse(JSON.parse(text)) : undefined;
  if (read?.success !== true) throw new CannotPlay('The command is to be written as a list: ["node", "…"].');
  return read.data;
}

function milliseconds(text: string): number {
  const [, seconds] = /^(\d+)s$/.exec(text) ?? [];
  if (seconds === undefined) throw new CannotPlay(`The time “${text}” is to be whole seconds, such as 3s.`);
  return Number(seconds) * 1000;
}

function copyOf(instruction: Flagged): Step {
  const { from, chown } = flagsOf(instruction, ['from', 'chown']);
  const sources = [...words(instruction)];
  const to = sources.pop();
  if (to === undefined || sources.length === 0) throw new CannotPlay('COPY names no source.');
  const odd = sources.find((one) => /[*?[\]<"]/.test(one));
  if (odd !== undefined) throw new CannotPlay(`The source “${odd}” is to be a path without wildcards.`);
  return { kind: 'copy', sources, to, from, owner: chown === undefined ? root : userOf(chown) };
}

function healthcheckOf(instruction: Flagged, text: string): Step {
  const flags = flagsOf(instruction, ['interval', 'timeout', 'start-period', 'retries']);
  const [, command] = /^CMD\s+(\[.*\])$/s.exec(text) ?? [];
  if (command === undefined) throw new CannotPlay('The health check is to be CMD ["…"].');
  return { kind: 'healthcheck', command: commandOf(command), timeoutMs: milliseconds(flags['timeout'] ?? '30s') };
}

/** Every instruction that this script knows how to play. Any other one is a failure, never skipped. */
function stepOf(instruction: Instruction & Partial<Flagged>): Step {
  const keyword = instruction.getKeyword();
  const content = instruction.getArgumentsContent() ?? '';
  const flagged: Flagged = {
    getFlags: () => instruction.getFlags?.() ?? [],
    getArguments: () => instruction.getArguments(),
  };
  const expands = !['RUN', 'CMD', 'HEALTHCHECK'].includes(keyword);
  if (expands && instruction.getVariables().length > 0) throw new CannotPlay('Variables are not played in it.');
  if (!['COPY', 'HEALTHCHECK'].includes(keyword)) flagsOf(flagged, []);
  switch (keyword) {
    case 'WORKDIR':
      return { kind: 'workdir', path: content };
    case 'ENV':
      return { kind: 'env', values: Object.fromEntries(words(instruction).map(variableOf)) };
    case 'COPY':
      return copyOf(flagged);
    case 'RUN':
      return { kind: 'run', line: runnable(content) };
    case 'USER':
      return { kind: 'user', user: userOf(content) };
    case 'VOLUME':
      return { kind: 'volume', paths: words(instruction) };
    case 'EXPOSE':
      return { kind: 'expose', ports: words(instruction) };
    case 'HEALTHCHECK':
      return healthcheckOf(flagged, content);
    case 'CMD':
      return { kind: 'cmd', command: commandOf(content) };
    default:
      throw new CannotPlay(`${keyword} is an instruction that this script does not know.`);
  }
}

function variableOf(word: string): readonly [string, string] {
  const [, name, value] = /^([A-Z_]+)=([^"'\\\s]*)$/.exec(word) ?? [];
  if (name === undefined || value === undefined) throw new CannotPlay(`“${word}” is to be NAME=value, without quotes.`);
  return [name, value];
}

/** There is no chroot here: a path from the root would be the machine's. */
function runnable(line: string): string {
  if (/(^|[\s=:"'])\//.test(line))
    throw new CannotPlay('It names a path from the root, which here would be the machine’s.');
  if (/^\[|<</.test(line)) throw new CannotPlay('Only a line for the shell is played.');
  return line;
}

/** The stages of a Dockerfile in order. @throws CannotPlay naming the line that cannot be played. */
export function readDockerfile(text: string): readonly Stage[] {
  const file = DockerfileParser.parse(text);
  const stages: { name: string | undefined; image: string; steps: { text: string; step: Step }[] }[] = [];
  for (const from of file.getFROMs())
    stages.push({ name: from.getBuildStage() ?? undefined, image: from.getImage() ?? '', steps: [] });
  let at = -1;
  for (const instruction of file.getInstructions()) {
    const line = `line ${instruction.getRange().start.line + 1} (${instruction.getKeyword()})`;
    if (instruction.getKeyword() === 'FROM') at += 1;
    else
      try {
        const stage = stages[at];
        if (stage === undefined) throw new CannotPlay('It stands before the first FROM.');
        stage.steps.push({
          text: `${instruction.getKeyword()} ${instruction.getArgumentsContent() ?? ''}`,
          step: stepOf(instruction),
        });
      } catch (error) {
        if (!(error instanceof CannotPlay)) throw error;
        throw new CannotPlay(`Dockerfile, ${line}: ${error.message}`);
      }
  }
  return stages;
}
