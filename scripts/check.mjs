/**
 * `npm run check`: everything that can be said of the project without running it. All stages run and are reported together;
 * exits 1 when one fails. The project's checks are compiled first; where a type is wrong they run all the same.
 */
import { runStages } from "./stages.mjs";

const failed = await runStages([
  { name: "format and lint", command: "npx biome check --error-on-warnings --colors=off ." },
  { name: "types", command: "npx tsc -p tsconfig.json --pretty false" },
  { name: "types of the page", command: "npx tsc -p page/tsconfig.json --pretty false" },
  { name: "pages of the API", command: "npx typedoc --emit none --logLevel Warn" },
  { name: "project", command: "npx tsc -p tsconfig.tools.json --noCheck && node dist-tools/scripts/check-project.js" },
]);
process.exitCode = failed === 0 ? 0 : 1;
