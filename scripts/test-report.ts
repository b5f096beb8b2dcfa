import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const test = z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() });
const file = z.object({ name: z.string(), status: z.string(), message: z.string(), assertionResults: z.array(test) });
const report = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(file).default([]),
});
type TestReport = z.output<typeof report>;

/** What a run of vitest, or of the faults, reported by JSON; undefined where it ended without a report. */
export function testReport(path: string): TestReport | undefined {
  return existsSync(path) ? report.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/** A failed test, or a file that could not be loaded. */
export interface Failure {
  readonly file: string;
  readonly test: string;
  readonly why: string;
}

/** All that failed and can be named. */
export function failuresIn({ testResults }: TestReport): readonly Failure[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults
      .filter((result) => result.status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        file: name,
        test: fullName,
        why: (failureMessages ?? []).join('\n'),
      }));
    return tests.length === 0 && status === 'failed' ? [{ file: name, test: '', why: message }] : tests;
  });
}

/** The names of all tests that passed, each with its file. */
export function passedIn({ testResults }: TestReport): ReadonlySet<string> {
  return new Set(
    testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'passed').map(({ fullName }) => `${name}: ${fullName}`),
    ),
  );
}
