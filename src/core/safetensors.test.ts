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
  expect(() => decodeSafetensors(file(`{${entry("F8_E4M3", "[1]", "[0,1]")}}`, [1]))).toThrow("element type F8_E4M3");
});

test("the other element types of checkpoints become float32 and int32", () => {
  const read = (dtype: string, shape: string, data: readonly number[]) =>
    decodeSafetensors(file(`{"t":{"dtype":"${dtype}","shape":${shape},"data_offsets":[0,${data.length}]}}`, data))
      .tensors.t!.data;
  expect(read("F16", "[4]", [0, 0x3c, 0, 0xc0, 1, 0, 0, 0x7c])).toEqual(Float32Array.of(1, -2, 2 ** -24, Infinity));
  expect(read("BF16", "[2]", [0x80, 0x3f, 0x49, 0xc0])).toEqual(Float32Array.of(1, -3.140625));
  expect(read("I64", "[]", [2, 1, 0, 0, 0, 0, 0, 0])).toEqual(Int32Array.of(258));
  expect(read("I64", "[1]", [0, 0, 0, 0, 1, 0, 0, 0])).toEqual(Float64Array.of(2 ** 32));
  expect(read("U64", "[1]", Array(8).fill(255))).toEqual(Float64Array.of(2 ** 64));
  expect(read("U32", "[1]", Array(4).fill(255))).toEqual(Float64Array.of(2 ** 32 - 1));
  expect(read("I16", "[2]", [255, 255, 1, 0])).toEqual(Int32Array.of(-1, 1));
  expect(read("U16", "[1]", [255, 255])).toEqual(Int32Array.of(65_535));
  expect(read("I8", "[2]", [255, 127])).toEqual(Int32Array.of(-1, 127));
  expect(read("BOOL", "[2]", [0, 9])).toEqual(Uint8Array.of(0, 1));
});

test("malicious headers are refused before anything is allocated", () => {
  const huge = Buffer.alloc(8);
  huge.writeBigUInt64LE(2n ** 63n);
  expect(() => decodeSafetensors(huge)).toThrow(/header should have 9223372036854775808 bytes/);
  const shape = "[4294967296,4294967296,4294967296]";
  const t = `"dtype":"U8","data_offsets":[0,1]`;
  expect(() => decodeSafetensors(file(`{"t":{${t},"shape":${shape}}}`, [1]))).toThrow(
    /more elements than can be counted/,
  );
  const twice = `{"t":{${t},"shape":[1]},"t":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}`;
  expect(() => decodeSafetensors(file(twice, [1, 2]))).toThrow(/hole or overlap/);
  const overlap = `{"t":{${t},"shape":[1]},"u":{${t},"shape":[1]}}`;
  expect(() => decodeSafetensors(file(overlap, [1]))).toThrow(/hole or overlap/);
});

test("any name is only a name", () => {
  const { tensors, metadata } = decodeSafetensors(
    file(`{"__metadata__":{"__proto__":"x"},"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`, [5]),
  );
  expect(Object.keys(tensors)).toEqual(["__proto__"]);
  expect(Object.keys(metadata)).toEqual(["__proto__"]);
  expect([tensors.constructor, metadata.toString]).toEqual([undefined, undefined]);
});
