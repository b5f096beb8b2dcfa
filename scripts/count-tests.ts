import { type Failure, failuresIn, passedIn, testReport } from './test-report.ts';

/** Lines of a failure that are repeated at the end: what was expected and where, not the whole stack. */
const linesOfFailure = 8;

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly lines: readonly string[];
}

const nameOf = ({ file, test }: Failure): string => `${file}: ${test}`;
const said = (mark: string, failure: Failure): string =>
  [`${mark} ${nameOf(failure)}`, ...failure.why.split('\n').slice(0, linesOfFailure)].join('\n    ');

/**
 * What a run of vitest passed and failed. A run that ended without a report failed, and so did one whose files could not be
 * loaded. What failed among all others and passed by itself afterwards (`…-again.json`) passed, and is named: it is a test to be mended.
 */
function countOf(path: string): Count {
  const report = testReport(path);
  if (report === undefined) return { passed: 0, failed: 1, lines: [`FAILED ${path}: the run ended without a report`] };
  const failures = failuresIn(report);
  const again = testReport(path.replace(/\.json$/, '-again.json'));
  const mended = again === undefined ? new Set<string>() : passedIn(again);
  const flaky = failures.filter((failure) => failure.test !== '' && mended.has(nameOf(failure)));
  const failed = (report.success ? report.numFailedTests : Math.max(1, report.numFailedTests)) - flaky.length;
  return {
    passed: report.numPassedTests + flaky.length,
    failed,
    lines: failures.map((failure) => said(flaky.includes(failure) ? 'FLAKY, passed by itself:' : 'FAILED', failure)),
  };
}

const counts = process.argv.slice(2).map(countOf);
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
// The end of a long log is what people see: what failed stands there once more.
for (const line of counts.flatMap((count) => count.lines)) console.log(line);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
