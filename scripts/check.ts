/**
 * `npm run check`, after format, lint and types: layers, indexes and documentation. Prints findings; exits 1 on any.
 */
import { checkDocs } from "./check-docs.ts";
import { checkIndexes } from "./check-indexes.ts";
import { checkLayers } from "./check-layers.ts";

const root = process.cwd();
const checks = { layers: checkLayers, indexes: checkIndexes, docs: checkDocs };

let total = 0;
for (const [name, check] of Object.entries(checks)) {
  const findings = check(root);
  total += findings.length;
  for (const { path, line, sentence } of findings) console.error(`${path}:${line} ${name}: ${sentence}`);
  console.log(`${name}: ${findings.length === 0 ? "ok" : `${findings.length} findings`}`);
}
process.exitCode = total === 0 ? 0 : 1;
