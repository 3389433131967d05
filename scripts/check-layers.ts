/**
 * Checks that imports point down the layers, that files form no import cycles, and that the engine, randomness and time
 * are reached from one place each.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Finding, isTest, readSources, type SourceFile } from "./source-files.ts";

/**
 * Folders of `src/` and what each may import beside itself and `core`; what is reachable through them is allowed too.
 * Kept as in ARCHITECTURE.md; the order is the order of the layers.
 */
export const layers: { readonly [folder: string]: readonly string[] } = {
  core: [],
  stats: [],
  graph: [],
  records: [],
  blobs: ["records"],
  autodiff: ["graph"],
  onnx: ["graph"],
  engine: ["onnx", "graph"],
  kernels: ["graph"],
  program: ["graph"],
  lionk: ["program", "autodiff", "stats"],
  optimizers: ["program", "lionk", "onnx", "records"],
  codegen: ["program", "optimizers", "onnx"],
  data: [],
  models: ["graph", "data"],
  weights: ["models", "data"],
  inference: ["weights", "onnx"],
  tasks: ["data", "models"],
  trainer: ["engine", "tasks", "weights", "autodiff", "onnx", "kernels", "program", "records", "optimizers", "blobs"],
  imports: ["records"],
  jobs: ["records"],
  study: ["jobs", "trainer", "tasks", "weights", "optimizers", "records", "blobs"],
  search: ["study", "jobs", "program", "optimizers", "stats"],
  live: ["study", "search"],
  report: ["records", "stats"],
  dashboard: ["live", "report"],
  formats: ["report", "records"],
  bundles: ["formats", "study"],
  reproduce: ["report", "study"],
  figures: ["lionk", "report"],
  library: ["search", "study", "inference", "codegen", "report"],
  cli: ["library", "live", "dashboard", "figures", "imports", "bundles", "reproduce"],
};

/** Findings over `src/` of the project at `root`. */
export function checkLayers(root: string): Finding[] {
  const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  return [...findLayerFaults(readSources(root, "src")), ...findTableFaults(page, layers)];
}

/** Rows of the page's table of layers that say something else than `layers`, which `check` goes by. */
export function findTableFaults(page: string, wanted: typeof layers): Finding[] {
  const lines = page.split("\n");
  const said = new Map<string, { uses: string; line: number }>();
  for (const [at, text] of lines.entries()) {
    const [, folder, cells] = /^\| `([a-z]+)\/` \|(.*)\|$/.exec(text) ?? [];
    if (folder !== undefined) said.set(folder, { uses: cells!.split("|").at(-1)!.trim(), line: at + 1 });
  }
  const finding = (line: number, sentence: string) => ({ path: "ARCHITECTURE.md", line, sentence });
  const wrong = Object.entries(wanted).flatMap(([folder, uses]) => {
    const row = said.get(folder);
    if (row === undefined) return [finding(1, `The table of layers lacks ${folder}/.`)];
    const expected = uses.map((name) => `\`${name}\``).sort();
    const found = row.uses
      .split(", ")
      .filter((name) => /^`/.test(name))
      .map((name) => name.replace(/`[^`]*$/, "`"))
      .sort();
    if (row.uses === "all" || folder === "core" || expected.join() === found.join()) return [];
    return [
      finding(
        row.line,
        `${folder}/ may import ${expected.join(", ") || "core alone"}, but the table says ${row.uses || "nothing"}.`,
      ),
    ];
  });
  const gone = [...said].filter(([folder]) => !(folder in wanted));
  return [
    ...wrong,
    ...gone.map(([folder, { line }]) => finding(line, `${folder}/ is no layer of scripts/check-layers.ts.`)),
  ];
}

/** Findings over given files: direction, layers of types, cycles, engine imports, clocks and dice. */
export function findLayerFaults(files: readonly SourceFile[]): Finding[] {
  const sources = files.filter(({ path }) => !isTest(path));
  return [
    ...sources.flatMap(directionFaults),
    ...sources.flatMap(typeFaults),
    ...sources.flatMap(reachFaults),
    ...cycleFaults(sources),
  ];
}

/** All folders that `folder` may import, itself included. */
export function allowedFrom(folder: string): ReadonlySet<string> {
  const allowed = new Set([folder, "core"]);
  for (const name of allowed) for (const next of layers[name] ?? []) allowed.add(next);
  return allowed;
}

function directionFaults({ path, imports }: SourceFile): Finding[] {
  const folder = folderOf(path);
  if (folder === null) return [];
  if (!(folder in layers)) {
    return [{ path, line: 1, sentence: `src/${folder}/ is no known layer: add it to scripts/check-layers.ts.` }];
  }
  const allowed = allowedFrom(folder);
  return imports.flatMap(({ target, ours, line }) => {
    const other = ours ? folderOf(target) : null;
    if (!ours || (other !== null && allowed.has(other))) return [];
    const names = [...allowed].join(", ");
    return [{ path, line, sentence: `${folder}/ may import ${names}, but this imports ${target}.` }];
  });
}

/**
 * Layers that know others by their types alone, all of those below or the named ones: whoever shows what runs cannot train, and the trainer
 * opens no session.
 */
const knownByTypes: { readonly [folder: string]: readonly string[] | "all" } = { live: "all", trainer: ["onnx"] };

function typeFaults({ path, imports }: SourceFile): Finding[] {
  const folder = folderOf(path);
  const known = folder === null ? undefined : knownByTypes[folder];
  if (known === undefined) return [];
  const byTypes = (other: string | null): boolean =>
    known === "all" ? other !== folder && other !== "core" : known.includes(other ?? "");
  const of = known === "all" ? "other layers" : known.map((name) => `${name}/`).join(", ");
  return imports
    .filter(({ target, ours, typeOnly }) => ours && !typeOnly && byTypes(folderOf(target)))
    .map(({ target, line }) => {
      return { path, line, sentence: `${folder}/ takes only types from ${of}, but this imports ${target}.` };
    });
}

function reachFaults({ path, imports, accesses }: SourceFile): Finding[] {
  const engine = imports
    .filter(({ target }) => target.startsWith("onnxruntime") && path !== "src/onnx/session.ts")
    .map(({ line }) => ({ path, line, sentence: "Only src/onnx/session.ts imports onnxruntime-node." }));
  const builder = imports
    .filter(({ target, typeOnly }) => target === "kysely" && !typeOnly && path !== "src/records/sql/kysely.ts")
    .map(({ line }) => ({
      path,
      line,
      sentence: "Only src/records/sql/kysely.ts imports kysely, of which the build makes one file.",
    }));
  const dice = accesses
    .filter(({ text }) => (text === "Math.random" || text === "Date.now") && folderOf(path) !== "core")
    .map(({ text, line }) => ({
      path,
      line,
      sentence: `${text} outside core/: take an Rng or a Clock as an argument.`,
    }));
  return [...engine, ...builder, ...dice];
}

/** Each cycle of value imports once, found by depth-first search. Cycles of types alone are harmless and allowed. */
function cycleFaults(files: readonly SourceFile[]): Finding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const findings: Finding[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const cycle = [...trail.slice(at), path].join(" → ");
      findings.push({ path, line: 1, sentence: `These files import each other in a circle: ${cycle}.` });
      return;
    }
    if (done.has(path)) return;
    for (const { target, ours, typeOnly } of byPath.get(path)?.imports ?? []) {
      if (ours && !typeOnly) walk(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return findings;
}

/** `src/graph/ops/add.ts` → `graph`; null for a file outside the folders of `src/`. */
function folderOf(path: string): string | null {
  const parts = posix.normalize(path).split("/");
  return parts[0] === "src" && parts.length > 2 ? parts[1]! : null;
}
