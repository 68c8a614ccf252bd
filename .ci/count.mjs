// Reads a vitest report: `PASSED FAILED`. A run that ended badly without a failed test counts as one failure.
import { readFileSync } from 'node:fs';

const [report, status] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
if (numPendingTests > 0) console.error(`${numPendingTests} tests were skipped, and none may be here`);
const failed = numFailedTests + numPendingTests;
console.log(numPassedTests, failed === 0 && status !== '0' ? 1 : failed);
