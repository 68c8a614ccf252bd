// Reads a vitest report: `PASSED FAILED`, and names what failed in a file, so that it can be said again at the end.
// A run that ended badly without a failed test counts as one failure.
import { appendFileSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [report, status, failures] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
  readFileSync(report, 'utf8'),
);
if (numPendingTests > 0) console.error(`${numPendingTests} tests were skipped, and none may be here`);
const failed = numFailedTests + numPendingTests;

for (const { name: file, message, assertionResults } of testResults) {
  const where = relative(process.cwd(), file);
  const bad = assertionResults.filter((test) => !['passed', 'todo'].includes(test.status));
  for (const test of bad)
    say(`${where}: ${test.fullName} (${test.status})`, test.failureMessages?.join('\n'));
  if (message && bad.length === 0) say(where, message);
}
if (failed === 0 && status !== '0') say(`the run ended with exit code ${status}`, undefined);
console.log(numPassedTests, failed === 0 && status !== '0' ? 1 : failed);

function say(what, why) {
  // Of the stack only what is ours.
  const reason = (why ?? '')
    .split('\n')
    .filter((line) => !line.includes('/node_modules/'))
    .slice(0, 40)
    .map((line) => `    ${line}`);
  appendFileSync(failures, `${[`✗ ${what}`, ...reason].join('\n').trimEnd()}\n`);
}
