// Stands in for vitest where test files run in a page: its own expect and its own spies, and a runner of a few lines.
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import { fn, spyOn } from '@vitest/spy';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

export const { expect } = chai;
export const vi = { fn, spyOn };

const tests = [];
const path = [];

/** One test, or one suite, for each row of a table; a row that is no list is one argument. */
const each = (add) => (rows) => (name, act) => {
  for (const [i, row] of rows.entries()) {
    const given = [row].flat();
    let at = 0;
    const text = name.replace(/%[sdio#]/g, (mark) => (mark === '%#' ? i : String(given[at++])));
    add(text, () => act(...(Array.isArray(row) ? row : [row])));
  }
};

export const it = (name, act) => tests.push({ name: [...path, name].join(' > '), act });
it.each = each(it);

export const describe = (name, act) => {
  path.push(name);
  act();
  path.pop();
};
describe.each = each(describe);

export async function run() {
  const results = [];
  for (const { name, act } of tests) {
    try {
      await act();
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(error?.stack ?? error) });
    }
  }
  return results;
}
