import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tinyNormedModel } from "../../test/samples/tiny-trial.ts";
import { encodeSafetensors } from "../core/safetensors.ts";
import { floatTensor, sizeOf, type Tensor } from "../core/tensor.ts";
import { initialVariablesOf, readInitFile } from "./init-file.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-init-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = tinyNormedModel;
const specs = [...model.parameters, ...model.statistics];
const whole = Object.fromEntries(
  specs.map(({ name, shape }, i) => [name, floatTensor(shape, new Float32Array(sizeOf(shape)).fill(i + 1))]),
);
const head = model.parameters.at(-1)!.name;

const classes = ["a", "b", "c"];

async function variablesOf(
  changes: { readonly [name: string]: Tensor | null },
  metadata: { readonly [key: string]: string } = {},
) {
  const kept = Object.entries({ ...whole, ...changes }).filter((entry): entry is [string, Tensor] => entry[1] !== null);
  const path = join(folder, "w.safetensors");
  writeFileSync(path, encodeSafetensors({ tensors: Object.fromEntries(kept), metadata }));
  return initialVariablesOf(await readInitFile(path), model, classes);
}

test("a file of the model's names gives every parameter and statistic", async () => {
  const { parameters, statistics } = await variablesOf({});
  expect([...parameters.keys()]).toEqual(model.parameters.map(({ name }) => name));
  expect([...statistics.keys()]).toEqual(model.statistics.map(({ name }) => name));
  expect(parameters.get(head)).toEqual(new Float32Array(3).fill(model.parameters.length));
});

test("a head of other classes is left out; other shapes and missing tensors are refused", async () => {
  const layer = head.slice(0, head.lastIndexOf("."));
  const weight = model.parameters.find(({ name }) => name === `${layer}.weight`)!;
  const ten = (shape: readonly number[]) => floatTensor(shape, new Float32Array(sizeOf(shape)).fill(1));
  const { parameters } = await variablesOf({
    [head]: ten([10]),
    [weight.name]: ten([10, ...weight.shape.slice(1)]),
  });
  expect([...parameters.keys()].filter((name) => name.startsWith(layer))).toEqual([]);
  expect(parameters.size).toBe(model.parameters.length - 2);

  const first = model.parameters[0]!.name;
  const refused = { code: "weights-do-not-fit", message: expect.stringContaining(first) };
  await expect(variablesOf({ [first]: ten([3, 1]) })).rejects.toMatchObject(refused);
  await expect(variablesOf({ [first]: null })).rejects.toMatchObject(refused);
  const [statistic] = model.statistics;
  await expect(variablesOf({ [statistic!.name]: null })).rejects.toMatchObject({ code: "weights-do-not-fit" });
});

test("a head that tells other classes apart is left out, even where they are as many", async () => {
  const about = (names: readonly string[]) => ({
    format: "lionlab-weights",
    version: "1",
    model: model.name,
    trial: "key",
    input: JSON.stringify(model.input),
    classes: JSON.stringify(names),
  });
  expect((await variablesOf({}, about(classes))).parameters.has(head)).toBe(true);
  expect((await variablesOf({}, about(["x", "y", "z"]))).parameters.has(head)).toBe(false);
});

test("a missing file, another file and one that is no weights are one sentence each", async () => {
  const path = join(folder, "x.safetensors");
  await expect(readInitFile(path)).rejects.toMatchObject({ code: "no-such-file" });
  writeFileSync(path, encodeSafetensors({ tensors: whole, metadata: {} }));
  const { config } = await readInitFile(path);
  expect(config).toEqual({ name: "x.safetensors", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await readInitFile(path, config);
  writeFileSync(path, "text");
  await expect(readInitFile(path, config)).rejects.toMatchObject({ code: "init-changed" });
  await expect(readInitFile(path)).rejects.toMatchObject({ code: "weights-unknown-format" });
});
