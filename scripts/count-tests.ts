import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const report = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
});

/** What a run of vitest passed and failed. A run that ended without a report failed, and so did one whose files could not be loaded. */
function countOf(file: string): { readonly passed: number; readonly failed: number } {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { success, numPassedTests, numFailedTests } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { passed: numPassedTests, failed: success ? numFailedTests : Math.max(1, numFailedTests) };
}

const counts = process.argv.slice(2).map(countOf);
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
