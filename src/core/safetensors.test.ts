import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.ts";

const golden = readFileSync(new URL("../../test/fixtures/core/golden.safetensors", import.meta.url));

const content: Safetensors = {
  tensors: {
    "a scalar": { dtype: "float", shape: [], data: Float32Array.of(2.5) },
    empty: { dtype: "float", shape: [0, 3], data: new Float32Array(0) },
    index: { dtype: "int", shape: [3, 1], data: Int32Array.of(1, -2, 2 ** 31 - 1) },
    mask: { dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) },
    pixels: { dtype: "byte", shape: [3], data: Uint8Array.of(0, 255, 7) },
    precise: { dtype: "float", shape: [2], data: Float64Array.of(1 / 3, -1e300) },
    weights: { dtype: "float", shape: [2, 3], data: Float32Array.of(0.1, -2.5, 3e-30, 1e30, 0, 7) },
  },
  metadata: { epoch: "3" },
};

/** A file with this header text and data. */
function file(header: string, data: readonly number[] = []): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.from(data)]);
}

test("reads what the reference package writes", () => {
  expect(decodeSafetensors(golden)).toEqual(content);
});

test("writes the same bytes as the reference package", () => {
  expect(Buffer.from(encodeSafetensors(content)).equals(golden)).toBe(true);
});

test("reading owns its memory and accepts bytes at any offset", () => {
  const shifted = new Uint8Array(golden.length + 3);
  shifted.set(golden, 3);
  const read = decodeSafetensors(shifted.subarray(3));
  shifted.fill(0);
  expect(read).toEqual(content);
});

test("a file cut anywhere is refused", () => {
  for (let length = 0; length < golden.length; length++) {
    expect(() => decodeSafetensors(golden.subarray(0, length))).toThrow(
      expect.objectContaining({ code: "safetensors-damaged" }),
    );
  }
});

test("headers that do not fit are refused", () => {
  const entry = (dtype: string, shape: string, offsets: string): string =>
    `"t":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
  const wrong = [
    file("[]"),
    file("{"),
    file(`{"t":3}`),
    file(`{"__metadata__":{"a":1}}`),
    file(`{${entry("U8", "[2]", "[0,1]")}}`, [1]),
    file(`{${entry("U8", "[1]", "[1,2]")}}`, [1, 2]),
    file(`{${entry("U8", "[1]", "[0,1]")}}`, [1, 2]),
    file(`{${entry("U8", "[-1]", "[0,1]")}}`, [1]),
    file(`{${entry("U8", "[1]", "[0,1,2]")}}`, [1]),
  ];
  for (const bytes of wrong) {
    expect(() => decodeSafetensors(bytes)).toThrow(expect.objectContaining({ code: "safetensors-damaged" }));
  }
  expect(() => decodeSafetensors(file(`{${entry("BF16", "[1]", "[0,2]")}}`, [1, 2]))).toThrow("element type BF16");
});
