/** What the package offers to other programs: exactly this, each of it documented, and light to import. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { parseSource, type SourceFile } from "../../scripts/source-files.ts";

/** Values by entry; a name that comes or goes is a change that users notice. */
const offered: { readonly [entry: string]: string } = {
  lionlab: `LabError buildReport exportOptimizer listDatasets listModels listOptimizers loadModel ownDataset parseProgram planStudy
    printProgram readRun runStudy searchPrograms solve startOptimizer trainTrial writeReport`,
  "lionlab/program": "LabError checkText parseProgram printProgram showDiagnostic simplestText simplify startOptimizer",
  "lionlab/lionk": `LabError bindK discreteLyapunov envelopeHeld fenchelYoungGap kFunctions kNamed lyapunov objective parseProblem
    phaseOneFactor solve startRun theoremHeld`,
  "lionlab/export": "LabError exportOptimizer listTargets readExported",
  "lionlab/stats": `LabError a12 aggregateIqm almostStochasticOrder benjaminiHochberg bootstrapInterval brunnerMunzel cliffsDelta friedman
    hodgesLehmann holm interquartileMean magnitudeOf mannWhitney mean meanInterval median nemenyi optimalityGap pairedShift pairedTTestPower
    performanceProfile probabilityOfImprovement quantile seedsNeeded signFlip standardDeviation tTestPower targetClaim trimmedMean welch
    wilcoxon`,
};

interface Manifest {
  readonly exports: { readonly [path: string]: string | { readonly types: string; readonly default: string } };
}

const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const entries = Object.entries(exports).flatMap(([path, target]) =>
  typeof target === "string" ? [] : [{ name: `lionlab${path.slice(1)}`, ...target }],
);

test("each entry of the package offers exactly what is listed here, with its types", async () => {
  expect(entries.map(({ name }) => name)).toEqual(Object.keys(offered));
  for (const { name, types, default: file } of entries) {
    expect({ name, types: existsSync(types) }).toEqual({ name, types: true });
    const values = Object.keys((await import(resolve(file))) as object).sort();
    expect({ name, values }).toEqual({ name, values: offered[name]!.split(/\s+/).sort() });
  }
});

test("every value and type that an entry offers has a docstring where it is declared", () => {
  const undocumented = entries.flatMap(({ default: file }) => {
    const entry = sourceOf(file.replace(/^\.\/dist/, "src").replace(/js$/, "ts"));
    return entry.imports.flatMap(({ target, names }) =>
      names.filter((name) => declarationOf(target, name)?.documented !== true),
    );
  });
  expect(undocumented).toEqual([]);
});

const sources = new Map<string, SourceFile>();

/** Facts of a file, worked out once. */
function sourceOf(path: string): SourceFile {
  const file = sources.get(path) ?? parseSource(path, readFileSync(path, "utf8"));
  sources.set(path, file);
  return file;
}

/** A declaration by its name, through files that pass it on. */
function declarationOf(path: string, name: string): { readonly documented: boolean } | undefined {
  const file = sourceOf(path);
  const here = file.exports.find((one) => one.name === name);
  if (here?.documented === true) return here;
  const from = file.imports.find(({ names, ours }) => ours && names.includes(name));
  return from === undefined ? here : declarationOf(from.target, name);
}

test("importing lionlab or lionlab/stats loads no package, and none of the parts that train", () => {
  for (const [entry, most] of [
    ["index", 60],
    ["stats", 60],
  ] as const) {
    const { ours, packages } = loadedBy(resolve(`dist/library/${entry}.js`));
    expect({ entry, packages: packages.filter((name) => !name.startsWith("node:")) }).toEqual({ entry, packages: [] });
    expect(ours.filter((path) => /dist\/(trainer|engine|onnx|study|report|search|codegen|lionk)\//.test(path))).toEqual(
      [],
    );
    expect(ours.length).toBeLessThan(most);
  }
});

test("a page that takes one function is not given the rest", async () => {
  for (const [entry, name, mostBytes] of [
    ["stats", "wilcoxon", 6_000],
    ["program", "parseProgram", 20_000],
  ] as const) {
    const bundle = await rolldown({
      input: "page",
      platform: "browser",
      logLevel: "silent",
      plugins: [
        {
          name: "page",
          resolveId: (id) => (id === "page" ? id : null),
          load: (id) => (id === "page" ? `export { ${name} } from "${resolve(`dist/library/${entry}.js`)}";` : null),
        },
      ],
    });
    const { output } = await bundle.generate({ format: "es", minify: true, codeSplitting: false });
    await bundle.close();
    expect(output[0].code).toContain(name);
    expect({ name, fits: output[0].code.length < mostBytes }).toEqual({ name, fits: true });
  }
});

/** What a module loads before it is used: files of ours, and packages. */
function loadedBy(start: string): { readonly ours: readonly string[]; readonly packages: readonly string[] } {
  const seen = new Set([start]);
  const packages = new Set<string>();
  for (const path of seen) {
    for (const [, target] of readFileSync(path, "utf8").matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)";$/gm)) {
      if (target!.startsWith(".")) seen.add(join(dirname(path), target!));
      else packages.add(target!);
    }
  }
  return { ours: [...seen], packages: [...packages] };
}
