// The files of the failed tests of a report, a line each. Exit code 1 where nothing says which they are: then there is nothing to play again.
import { failuresIn, testReport } from './test-report.ts';

const report = testReport(process.argv[2] ?? '');
const files = report === undefined ? [] : [...new Set(failuresIn(report).map(({ file }) => file))];
console.log(files.join('\n'));
if (files.length === 0) process.exitCode = 1;
