import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LabError } from "./errors.ts";
import { createRng } from "./rng.ts";
import { decodeTorch, looksLikeTorch } from "./torch-file.ts";

interface Recorded {
  readonly name: string;
  readonly file: string;
  readonly tensors: { readonly [name: string]: { readonly shape: number[]; readonly values: number[] } } | null;
}

const path = new URL("../../test/fixtures/weights/torch.json", import.meta.url);
const recorded = JSON.parse(readFileSync(path, "utf8")) as readonly Recorded[];
const bytesOf = ({ file }: Recorded): Uint8Array => Uint8Array.from(Buffer.from(file, "base64"));
const good = recorded.filter(({ tensors }) => tensors !== null);
const bad = recorded.filter(({ tensors }) => tensors === null);

test.each(good)("$name: PyTorch's tensors come back", (given) => {
  const bytes = bytesOf(given);
  expect(looksLikeTorch(bytes)).toBe(true);
  const found = decodeTorch(bytes);
  expect([...found.keys()]).toEqual(Object.keys(given.tensors!));
  for (const [name, { shape, values }] of Object.entries(given.tensors!)) {
    expect(found.get(name)!.shape, name).toEqual(shape);
    expect([...found.get(name)!.data], name).toEqual(values);
  }
});

test.each(bad)("$name: refused in a sentence, and nothing is run", (given) => {
  expect(() => decodeTorch(bytesOf(given))).toThrow(LabError);
});

test("a refusal names what was to be called", () => {
  const call = bad.filter(({ name }) => name.startsWith("call"));
  for (const given of call)
    expect(() => decodeTorch(bytesOf(given))).toThrow(/it calls (__builtin__|builtins)\.print\./);
});

test("changed and cut files are read or refused, and never a fault of ours", () => {
  const rng = createRng(1, "torch");
  let refused = 0;
  for (const given of good) {
    const whole = bytesOf(given);
    for (let i = 0; i < 60; i++) {
      const bytes = i % 3 === 0 ? whole.slice(0, rng.below(whole.length)) : whole.slice();
      for (let k = 0; k < 3 && bytes.length > 0; k++) bytes[rng.below(bytes.length)] = rng.below(256);
      try {
        decodeTorch(bytes);
      } catch (error) {
        expect(error, `${given.name} ${i}: ${(error as Error).stack}`).toBeInstanceOf(LabError);
        refused += 1;
      }
    }
  }
  expect(refused).toBeGreaterThan(200);
});
