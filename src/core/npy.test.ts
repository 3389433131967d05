import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeNpy } from "./npy.ts";

interface Golden {
  readonly npy: readonly { label: string; shape: number[]; values: number[]; file: string }[];
  readonly refused: readonly { label: string; file: string }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/fixtures/core/numpy.json", import.meta.url), "utf8"),
) as Golden;

test.each(golden.npy)("reads what NumPy writes: $label", ({ shape, values, file }) => {
  const read = decodeNpy(Buffer.from(file, "base64"));
  expect(read.shape).toEqual(shape);
  expect([...read.data]).toEqual(values);
});

test("element types become what the table says", () => {
  const kinds = golden.npy.map(({ label, file }) => {
    const { dtype, data } = decodeNpy(Buffer.from(file, "base64"));
    return `${label}: ${dtype} ${data.constructor.name}`;
  });
  expect(kinds).toEqual(
    expect.arrayContaining([
      "<f2: float Float32Array",
      ">f8: float Float64Array",
      "<i8: int Int32Array",
      "large i64: float Float64Array",
      "u1: byte Uint8Array",
      "bool: bool Uint8Array",
    ]),
  );
});

test("objects, records, complex numbers and text are refused by one sentence", () => {
  const sentences = golden.refused.map(({ file }) => {
    try {
      decodeNpy(Buffer.from(file, "base64"));
      return "read";
    } catch (error) {
      return `${(error as { code: string }).code}: ${(error as Error).message}`;
    }
  });
  expect(sentences[0]).toMatch(/^npy-dtype: .*pickled Python objects/);
  expect(sentences[1]).toMatch(/^npy-dtype: .*records/);
  expect(sentences[2]).toMatch(/^npy-dtype: .*"<c8"/);
  expect(sentences[3]).toMatch(/^npy-dtype: .*"<U2"/);
});

/** A version 1 file with this header and data. */
function npy(header: string, data: readonly number[] = []): Uint8Array {
  const head = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([head, Buffer.from(header), Buffer.from(data)]);
}

test("a header reads in any order, and nothing but such a header reads", () => {
  expect(decodeNpy(npy(`{"shape": (2L,), 'fortran_order': False, 'descr': '|u1'}`, [7, 8])).data).toEqual(
    Uint8Array.of(7, 8),
  );
  const wrong = [
    "",
    "{}",
    "{'descr': '|u1', 'fortran_order': False}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'shape': (1,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (9999999999999999,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
    "{'descr': '|u1', 'fortran_order': __import__('os'), 'shape': (1,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': ()} ; 1",
  ];
  for (const header of wrong) {
    expect(() => decodeNpy(npy(header, [1])), header).toThrow(expect.objectContaining({ code: "npy-damaged" }));
  }
});

test("a file cut anywhere is refused", () => {
  const whole = Buffer.from(golden.npy[0]!.file, "base64");
  for (let length = 0; length < whole.length; length++) {
    expect(() => decodeNpy(whole.subarray(0, length))).toThrow(expect.objectContaining({ code: "npy-damaged" }));
  }
  const endless = Buffer.from(whole);
  endless[6] = 2;
  endless.writeUInt32LE(0xffff_ffff, 8);
  expect(() => decodeNpy(endless)).toThrow(/header has 4294967295 bytes/);
});
