/**
 * `lionlab report RUN --to FORMAT`: every format from a store, with the line that opens it; and what is refused.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;

beforeAll(async () => {
  const study = syntheticStudy({ optimizers: ["lion", "sgd"], rates: 3, epochs: 3, name: "mine" });
  await storeStudy(join(cwd, "runs", "mine", "study.sqlite"), study);
});
afterAll(() => folder.dispose());

describe.each(formats.map(({ name, output }) => [name, output] as const))("report --to %s", (name, output) => {
  it("writes it beside the report and says what opens it", async () => {
    const { code, out } = await runCli(["report", "mine", "--to", name], { cwd });
    const [path, opens, end] = out.split("\n");
    expect({ code, path, end }).toEqual({ code: 0, path: `${join("runs", "mine", output)}: 6 trials`, end: "" });
    expect(opens).toContain(join("runs", "mine", output));
    expect(existsSync(join(cwd, "runs", "mine", output))).toBe(true);
  });
});

it("says as JSON what it wrote, also elsewhere", async () => {
  const { out } = await runCli(["report", "runs/mine", "--to", "jsonl", "--out", "some where/t.jsonl", "--json"], {
    cwd,
  });
  expect(JSON.parse(out)).toMatchObject({ format: "jsonl", path: "some where/t.jsonl", trials: 6 });
  expect(readFileSync(join(cwd, "some where", "t.jsonl"), "utf8").split("\n")).toHaveLength(7);
});

it("says how many trials it wrote, where those that have not begun are left out", async () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion", "sgd"], rates: 3, epochs: 3, name: "begun" });
  const some = trials.map((trial, i) =>
    i < 4 ? trial : { ...trial, state: "waiting" as const, epochs: [], timings: [], result: null },
  );
  await storeStudy(join(cwd, "runs", "begun", "study.sqlite"), { study, trials: some });
  for (const { name, output, skipsUnbegun } of formats) {
    const { out } = await runCli(["report", "begun", "--to", name], { cwd });
    const written = skipsUnbegun ? "4 trials; 2 that have not begun are left out" : "6 trials";
    expect(out.split("\n")[0]).toBe(`${join("runs", "begun", output)}: ${written}`);
  }
  const [experiment] = readdirSync(join(cwd, "runs", "begun", "mlruns")).filter((entry) => /^\d+$/.test(entry));
  expect(readdirSync(join(cwd, "runs", "begun", "mlruns", experiment!))).toHaveLength(4 + 2); // meta.yaml and tags
});

it("refuses a format that there is not, what is there, and several runs, and writes nothing", async () => {
  const refusal = async (...words: readonly string[]): Promise<string> => {
    const { code, out, err } = await runCli(["report", ...words], { cwd });
    expect({ code, out, lines: err.trimEnd().split("\n").length }).toEqual({ code: 2, out: "", lines: 1 });
    return err;
  };
  expect(await refusal("mine", "--to", "parket", "--out", "new")).toContain("Did you mean parquet?");
  expect(await refusal("mine", "--to", "numpy", "--out", "new")).toContain("npx lionlab export lion --to numpy");
  expect(await refusal("mine", "mine", "--to", "jsonl", "--out", "new")).toContain("writes one run at a time");
  expect(existsSync(join(cwd, "new"))).toBe(false);
  expect(await refusal("mine", "--to", "latex")).toContain("Replace it with --force");
  expect((await runCli(["report", "mine", "--to", "latex", "--force"], { cwd })).code).toBe(0);
});
