/**
 * `lionlab bundle` and `lionlab verify`: a run as one archive, and its trials trained again.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeSampleFashion } from "../samples/fashion.ts";
import { repacked } from "../samples/repacked.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const setup = { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };
const bundle = join("runs", "tiny", "tiny.tar.gz");

beforeAll(async () => {
  writeSampleFashion(join(cwd, "data"), { train: 200, test: 50 });
  writeFileSync(
    join(cwd, "tiny.yaml"),
    `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
optimizers:
  - { name: lion, lr: [0.001] }
  - { name: adam, lr: [0.001] }
`,
  );
  expect((await runCli(["compare", "tiny.yaml"], setup)).code).toBe(0);
  expect(await runCli(["bundle", "tiny"], setup)).toMatchObject({
    code: 0,
    out: `${bundle}: 2 trials\nnpx lionlab verify ${bundle}\n`,
  });
});
afterAll(() => folder.dispose());

it("trains a trial of a run again, finds the same bytes, and says what all would take", async () => {
  const { code, out } = await runCli(["verify", "tiny"], setup);
  expect(out).toMatch(
    /^Trial [12] of 2 \((lion|adam), learning rate 0\.001, seed 0, [0-9a-f]{16}\) is the same: 1 epoch and the result, byte for byte\.\nAll 2 trials that ended take .*: npx lionlab verify tiny --all\n$/,
  );
  expect(code).toBe(0);
});

it("does the same from a bundle alone, for all trials", async () => {
  const { code, out } = await runCli(["verify", bundle, "--all", "--json"], setup);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    of: bundle,
    trials: [
      { label: "lion", same: true },
      { label: "adam", same: true },
    ],
  });
});

it("tells where a record differs and what could explain it, with exit code 3", async () => {
  const bytes = await repacked(
    readFileSync(join(cwd, bundle)),
    (files) => {
      files.set("trials.jsonl", files.get("trials.jsonl")!.replace(/"trainLoss":[\d.]+/, '"trainLoss":0.5'));
      files.set("manifest.json", files.get("manifest.json")!.replace(/"lionlab": "[^"]+"/, '"lionlab": "0.0.9"'));
    },
    { resummed: true },
  );
  writeFileSync(join(cwd, "other.tar.gz"), bytes);
  const { code, out } = await runCli(["verify", "other.tar.gz", "--trial", "1"], setup);
  expect(out).toMatch(
    /^Trial 1 of 2 \(lion, .*\) differs from its record:\n {2}epoch 1: trainLoss: 0\.5 recorded, \d\.\d+ computed\n {2}What could explain it:\n {2}- lionlab was 0\.0\.9 and is .* here\.\n/,
  );
  expect(code).toBe(3);
});

it("refuses before it trains: another data set, a trial that there is not, an archive that was changed", async () => {
  const refusal = async (...words: readonly string[]): Promise<string> => {
    const { code, out, err } = await runCli([...words], setup);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    return err;
  };
  expect(await refusal("verify", "tiny", "--trial", "7")).toContain('no ended trial "7"');
  expect(await refusal("bundle", "tiny")).toContain("Replace it with --force");
  writeFileSync(join(cwd, "cut.tar.gz"), readFileSync(join(cwd, bundle)).subarray(0, 4000));
  expect(await refusal("verify", "cut.tar.gz")).toContain("must be an archive that lionlab bundle wrote");
  writeSampleFashion(join(cwd, "other-data"), { train: 220, test: 50 });
  expect(await refusal("verify", "tiny", "--data", join(cwd, "other-data"))).toMatch(/data/);
});
