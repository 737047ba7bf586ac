// Runs the cases of filter-cases.json in the page's filter, and prints what came, a line for each.
// node filter-cases.mjs FILTER.JS FILTER-CASES.JSON

import { readFileSync } from "node:fs";

// Older versions of Node take a .js for no module, but this for one.
const source = readFileSync(process.argv[2]).toString("base64");
const { parseFilter } = await import(`data:text/javascript;base64,${source}`);

const { objects, cases } = JSON.parse(readFileSync(process.argv[3], "utf8"));
for (const one of cases) {
  const filter = parseFilter(one.filter);
  const came = filter.error
    ? { error: filter.error.message, at: filter.error.at }
    : { matches: filter.matches(objects[one.of]) };
  console.log(JSON.stringify({ ...came, terms: filter.terms }));
}
