/**
 * What a page uses of the laboratory: the modules that must run in a browser, with all that they import.
 */

/** Modules of `src/`; of a folder that ends in `/` each one. */
export const browserEntries: readonly string[] = [
  "src/live/",
  "src/stats/",
  "src/report/build-report.ts",
  "src/report/runs/build-runs-report.ts",
  "src/report/discovery/build-discovery-report.ts",
  "src/report/svg.ts",
  "src/report/csv.ts",
  "src/report/markdown.ts",
  "src/cli/progress/text.ts",
  "src/data/grey.ts",
  "src/data/image-of.ts",
  "src/inference/model-facts.ts",
  "src/inference/probabilities.ts",
  "src/cli/discovery/budget-text.ts",
  "src/cli/discovery/program-language.ts",
  "src/cli/discovery/text.ts",
  "src/figures/",
  "src/lionk/",
  "src/optimizers/index.ts",
  "src/optimizers/resolve-text.ts",
  "src/optimizers/explain-program.ts",
  "src/optimizers/plane-path.ts",
  "src/optimizers/program-facts.ts",
  "src/optimizers/program-identity.ts",
  "src/program/",
  "src/codegen/listing/list-library.ts",
  "src/codegen/listing/list-program.ts",
  "src/codegen/listing/list-text.ts",
  "src/codegen/reading/",
  "src/codegen/targets/",
  "src/library/program.ts",
  "src/library/lionk.ts",
  "src/library/export.ts",
  "src/library/stats.ts",
];

/** Modules of those folders that are for Node: they read files, and give what they read to the others. */
export const nodeSide: readonly string[] = ["src/lionk/problem-files.ts"];

/** Packages that run in browsers as they are. */
export const browserPackages: ReadonlySet<string> = new Set([
  "ml-matrix",
  "protobufjs/light.js",
  "vega",
  "vega-lite",
  "yaml",
  "zod",
]);
