/**
 * The project's own checks, one stage of `npm run check`: layers, what browsers need, lists, documentation, what is in deploy/, generated files, habits and names. Prints
 * findings; exits 1 on any.
 */
import { checkBrowser } from "./check-browser.ts";
import { checkDeploy } from "./check-deploy.ts";
import { checkDocs } from "./check-docs.ts";
import { checkHabits } from "./check-habits.ts";
import { checkIndexes } from "./check-indexes.ts";
import { checkLayers } from "./check-layers.ts";
import { checkNames } from "./check-names.ts";
import { checkGenerated } from "./generated.ts";

const root = process.cwd();
const checks = {
  layers: checkLayers,
  browser: checkBrowser,
  lists: checkIndexes,
  docs: checkDocs,
  deploy: checkDeploy,
  generated: (at: string) => checkGenerated(at),
  habits: checkHabits,
  names: checkNames,
};

let total = 0;
for (const [name, check] of Object.entries(checks)) {
  const findings = await check(root);
  total += findings.length;
  for (const { path, line, sentence } of findings) console.log(`${path}:${line} ${name}: ${sentence}`);
  console.log(`${name}: ${findings.length === 0 ? "ok" : `${findings.length} findings`}`);
}
process.exitCode = total === 0 ? 0 : 1;
