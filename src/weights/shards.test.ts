import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeSafetensors } from "../core/safetensors.ts";
import { floatTensor } from "../core/tensor.ts";
import { readWeightsBytes, readWeightsFile, sha256OfWeights } from "./weights-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-shards-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const [one, two] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"] as const;
const index = (): string => join(folder, "model.safetensors.index.json");

function write(map: object, files: { readonly [file: string]: { readonly [name: string]: number } }): void {
  writeFileSync(index(), JSON.stringify({ metadata: { total_size: 12 }, weight_map: map }, null, 2));
  for (const [file, values] of Object.entries(files)) {
    const tensors = Object.entries(values).map(([name, value]) => [name, floatTensor([1], [value])] as const);
    writeFileSync(join(folder, file), encodeSafetensors({ tensors: Object.fromEntries(tensors), metadata: {} }));
  }
}

test("the tensors of several files are read by their index, in its order, without a common prefix", async () => {
  const map = { "model.fc.weight": two, "model.conv1.weight": one, "model.fc.bias": two };
  write(map, { [one]: { "model.conv1.weight": 1 }, [two]: { "model.fc.weight": 2, "model.fc.bias": 3 } });
  const { format, tensors, prefix } = await readWeightsFile(index());
  expect({ format, prefix }).toEqual({ format: "safetensors", prefix: "model." });
  expect([...tensors].map(([name, { data }]) => [name, data[0]])).toEqual([
    ["fc.weight", 2],
    ["conv1.weight", 1],
    ["fc.bias", 3],
  ]);
});

test("the checksum tells a change of any file", async () => {
  write({ a: one, b: two }, { [one]: { a: 1 }, [two]: { b: 2 } });
  const before = sha256OfWeights(await readWeightsBytes(index()));
  write({ a: one, b: two }, { [two]: { b: 4 } });
  expect(sha256OfWeights(await readWeightsBytes(index()))).not.toBe(before);
});

test("an index that does not hold is refused, and only files beside it are read", async () => {
  const damaged = async (map: unknown, message: RegExp) => {
    writeFileSync(index(), JSON.stringify({ weight_map: map }));
    await expect(readWeightsFile(index())).rejects.toMatchObject({
      code: "weights-index-damaged",
      message: expect.stringMatching(message),
    });
  };
  write({}, { [one]: { a: 1, b: 2 } });
  await damaged({ a: "../a.safetensors" }, /is no name of a file in its folder/);
  await damaged({ a: 3 }, /is no name of a file/);
  await damaged({ a: ".." }, /is no name of a file/);
  await damaged({}, /is empty/);
  await damaged([one], /is no object/);
  await damaged({ a: one }, /hold 1 tensors that it does not place there, such as "b"/);
  await damaged({ a: one, b: one, c: one }, /tensor "c" is not in/);
  writeFileSync(index(), JSON.stringify({ weight_map: { a: "absent.safetensors" } }));
  await expect(readWeightsFile(index())).rejects.toMatchObject({ code: "no-such-file" });
  writeFileSync(index(), JSON.stringify({ other: 1 }));
  await expect(readWeightsFile(index())).rejects.toMatchObject({ code: "weights-unknown-format" });
});

test("a pipe or folder of weights is refused and not waited for", async () => {
  execFileSync("mkfifo", [join(folder, "pipe.safetensors")]);
  await expect(readWeightsFile(join(folder, "pipe.safetensors"))).rejects.toMatchObject({ code: "not-a-file" });
  await expect(readWeightsFile(folder)).rejects.toMatchObject({ code: "not-a-file" });
  await expect(readWeightsFile("/dev/zero")).rejects.toMatchObject({ code: "not-a-file" });
});
