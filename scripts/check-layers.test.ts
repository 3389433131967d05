import { describe, expect, it } from "vitest";
import { allowedFrom, findLayerFaults, findTableFaults, layers } from "./check-layers.ts";
import { parseSource } from "./source-files.ts";

function sentences(files: { readonly [path: string]: string }): string[] {
  const parsed = Object.entries(files).map(([path, text]) => parseSource(path, text));
  return findLayerFaults(parsed).map(({ path, line, sentence }) => `${path}:${line} ${sentence}`);
}

describe("check-layers", () => {
  it("names only layers that exist, each below the one that uses it", () => {
    const order = Object.keys(layers);
    for (const [folder, uses] of Object.entries(layers)) {
      for (const name of uses)
        expect(order.indexOf(name), `${folder} uses ${name}`).toBeLessThan(order.indexOf(folder));
    }
    expect([...allowedFrom("autodiff")].sort()).toEqual(["autodiff", "core", "graph"]);
    expect(allowedFrom("report")).not.toContain("trainer");
  });

  it("accepts imports that point down, and any from tests", () => {
    expect(
      sentences({
        "src/graph/a.ts": 'import { x } from "../core/x.ts";\nimport "./b.ts";',
        "src/graph/a.test.ts": 'import { run } from "../study/run.ts";',
        "src/cli/main.ts": 'const { run } = await import("../study/run.ts");',
      }),
    ).toEqual([]);
  });

  it("finds an import that points up or aside, however it is written", () => {
    expect(
      sentences({
        "src/core/a.ts": 'import type { G } from "../graph/graph.ts";',
        "src/report/b.ts": 'export { x } from "../study/run.ts";',
        "src/stats/c.ts": 'const m = await import("../records/records.ts");',
        "src/odd/d.ts": "export const x = 1;",
      }),
    ).toEqual([
      "src/core/a.ts:1 core/ may import core, but this imports src/graph/graph.ts.",
      "src/report/b.ts:1 report/ may import report, core, records, stats, but this imports src/study/run.ts.",
      "src/stats/c.ts:1 stats/ may import stats, core, but this imports src/records/records.ts.",
      "src/odd/d.ts:1 src/odd/ is no known layer: add it to scripts/check-layers.ts.",
    ]);
  });

  it("finds a value that a layer of types takes from another", () => {
    expect(
      sentences({
        "src/live/a.ts":
          'import type { StudyEvent } from "../study/events.ts";\nimport { runStudy } from "../study/run.ts";\nimport { LabError } from "../core/errors.ts";\nimport { b } from "./b.ts";',
      }),
    ).toEqual(["src/live/a.ts:2 live/ takes only types from other layers, but this imports src/study/run.ts."]);
  });

  it("finds a session that the trainer opens itself", () => {
    expect(
      sentences({
        "src/trainer/a.ts":
          'import type { Device } from "../onnx/device.ts";\nimport { openSession } from "../onnx/session.ts";',
        "src/engine/b.ts": 'import { openSession } from "../onnx/session.ts";',
      }),
    ).toEqual(["src/trainer/a.ts:2 trainer/ takes only types from onnx/, but this imports src/onnx/session.ts."]);
  });

  it("finds a second importer of the engine, dice and clocks, but not in comments", () => {
    const text = '// Math.random()\nimport "onnxruntime-node";\nconst t = Date.now() + Math.random();';
    expect(
      sentences({ "src/trainer/a.ts": text, "src/core/clock.ts": "export const now = () => Date.now();" }),
    ).toEqual([
      "src/trainer/a.ts:2 Only src/onnx/session.ts imports onnxruntime-node.",
      "src/trainer/a.ts:3 Date.now outside core/: take an Rng or a Clock as an argument.",
      "src/trainer/a.ts:3 Math.random outside core/: take an Rng or a Clock as an argument.",
    ]);
  });

  it("finds a second importer of what the build bundles, but not of its types", () => {
    const text = 'import type { Kysely } from "kysely";\nimport { sql } from "kysely";';
    expect(sentences({ "src/records/sql/a.ts": text, "src/records/sql/kysely.ts": text })).toEqual([
      "src/records/sql/a.ts:2 Only src/records/sql/kysely.ts imports kysely, of which the build makes one file.",
    ]);
  });

  it("finds a circle of value imports and lets circles of types be", () => {
    const a = "src/core/a.ts";
    const b = "src/core/b.ts";
    expect(sentences({ [a]: 'import { b } from "./b.ts";', [b]: 'import { a } from "./a.ts";' })).toEqual([
      `${a}:1 These files import each other in a circle: ${a} → ${b} → ${a}.`,
    ]);
    expect(sentences({ [a]: 'import { b } from "./b.ts";', [b]: 'import { type A } from "./a.ts";' })).toEqual([]);
  });

  it("holds the table of the page against the layers that it goes by", () => {
    const page = [
      "| folder | what it is for | may import |",
      "| `core/` | tensors | nothing |",
      "| `graph/` | nodes \\| text | |",
      "| `models/` | networks | `graph` |",
      "| `tasks/` | problems | `graph` |",
      "| `cli/` | commands | all |",
      "| `old/` | was there | |",
    ].join("\n");
    const wanted = { core: [], graph: [], models: ["graph"], tasks: ["models"], cli: ["tasks"], live: ["tasks"] };
    expect(findTableFaults(page, wanted).map(({ line, sentence }) => `${line} ${sentence}`)).toEqual([
      "5 tasks/ may import `models`, but the table says `graph`.",
      "1 The table of layers lacks live/.",
      "7 old/ is no layer of scripts/check-layers.ts.",
    ]);
  });
});
