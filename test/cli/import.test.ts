/**
 * `lionlab import`: runs of others, and what `show`, `report`, `power` and `claim` say of them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
afterAll(() => folder.dispose());

function put(path: string, text: string): string {
  mkdirSync(join(cwd, path, ".."), { recursive: true });
  writeFileSync(join(cwd, path), text);
  return path;
}

const rows = [0, 1, 2, 3].flatMap((seed) => [
  `lion,0.001,${seed},0.9${seed},0.91${seed}`,
  `adamw,0.001,${seed},0.8${seed},0.81${seed}`,
]);
const long = `optimizer,lr,seed,val_accuracy,test_accuracy\n${rows.join("\n")}\n`;

it("makes a run that the other commands read, and that says where it comes from", async () => {
  put("long.csv", long);
  const made = await runCli(
    ["import", "long.csv", "--name", "mine", "--model", "their net", "--data-name", "their data"],
    { cwd },
  );
  expect(made.code).toBe(0);
  expect(made.out).toContain("Imported from long.csv (table of values)");
  const { out } = await runCli(["show", "mine"], { cwd });
  expect(out).toContain("lion leads on validation, at learning rate 0.001");
  expect(out.replace(/\s+/g, " ")).toContain("computed elsewhere and not checked here; no command of ours repeats it");
  expect(out).not.toContain("initial weights");
  expect((await runCli(["power", "mine", "--difference", "1"], { cwd })).code).toBe(0);
  expect((await runCli(["report", "mine"], { cwd })).code).toBe(0);
  const report = readFileSync(join(cwd, "runs", "mine", "report", "report.md"), "utf8");
  expect(report).toContain("Where the runs come from");
  expect(report).toContain("npx lionlab import long.csv --name mine");
  expect(report).toContain("their net");
  for (const claimed of ["same configuration and seed", "compare study.yaml", "batch 1,", "held out", "cpu"]) {
    expect(report).not.toContain(claimed);
  }
});

it("leaves out what the files do not tell", async () => {
  put("wide.csv", "lion,adamw\n0.9,0.8\n0.91,0.82\n0.93,0.81\n");
  expect((await runCli(["import", "wide.csv"], { cwd })).code).toBe(0);
  const { out } = await runCli(["show", "wide", "--format", "csv"], { cwd });
  expect(out).not.toMatch(/NaN/);
  const [names, first] = out.split("\n").map((line) => line.split(","));
  const row = Object.fromEntries(names!.map((name, at) => [name, first![at]]));
  expect(row).toMatchObject({
    lr: "",
    test_loss: "",
    validation_loss: "",
    seconds_per_epoch: "",
    test_accuracy: "0.9",
  });
  const shown = (await runCli(["show", "wide"], { cwd })).out;
  expect(shown).not.toContain("learning rate");
  expect(shown).not.toContain("NaN");
});

it("says of Optuna's trials that they chose, and claims no study of ours that goes on", async () => {
  const store = fileURLToPath(new URL("../fixtures/imports/optuna.sqlite", import.meta.url));
  expect((await runCli(["import", store, "--name", "tries"], { cwd })).code).toBe(0);
  const shown = (await runCli(["show", "tries"], { cwd })).out.replace(/\s+/g, " ");
  expect(shown).toContain("these 11 trials chose settings by validation");
  expect(shown).not.toContain("still tuning");
  expect((await runCli(["report", "tries"], { cwd })).code).toBe(0);
});

it("makes no run of what it cannot read, and does not write over one", async () => {
  put("bytes.bin", "\0\u0001\u0002");
  const refusal = async (...words: readonly string[]): Promise<string> => {
    const { code, out, err } = await runCli(["import", ...words], { cwd });
    expect({ code, out, lines: err.trimEnd().split("\n").length }).toEqual({ code: 2, out: "", lines: 1 });
    return err;
  };
  expect(await refusal("bytes.bin")).toContain("must be text with separated values");
  expect(existsSync(join(cwd, "runs", "bytes"))).toBe(false);
  expect(await refusal("none.csv")).toContain("there is no such file");
  expect(await refusal(".")).toContain("it is a folder");
  put("again.csv", long);
  expect((await runCli(["import", "again.csv"], { cwd })).code).toBe(0);
  expect(await refusal("again.csv")).toContain("holds one already");
});
