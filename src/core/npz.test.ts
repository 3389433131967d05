import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { decodeNpz } from "./npz.ts";

interface Golden {
  readonly npy: readonly { label: string; file: string }[];
  readonly npz: readonly { label: string; contents: Record<string, number[]>; file: string }[];
  readonly refused: readonly { label: string; file: string }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/fixtures/core/numpy.json", import.meta.url), "utf8"),
) as Golden;
const array = (label: string): Uint8Array => Buffer.from(golden.npy.find((one) => one.label === label)!.file, "base64");

test.each(golden.npz)("reads what NumPy writes: $label", ({ contents, file }) => {
  const { tensors, others } = decodeNpz(Buffer.from(file, "base64"));
  expect(Object.fromEntries([...tensors].map(([name, { data }]) => [name, [...data]]))).toEqual(contents);
  expect(others).toEqual([]);
});

test("entries that are no arrays are listed and not read", () => {
  const file = zipSync({ "a.npy": array("<f4"), "readme.txt": strToU8("hello") });
  expect(decodeNpz(file)).toMatchObject({ others: ["readme.txt"] });
  expect([...decodeNpz(file).tensors.keys()]).toEqual(["a"]);
});

test("pickled objects are refused", () => {
  const file = zipSync({ "a.npy": Buffer.from(golden.refused[0]!.file, "base64") });
  expect(() => decodeNpz(file)).toThrow(/pickled Python objects/);
});

/** An archive whose directory declares another size for its only entry. */
function declaring(file: Uint8Array, size: number): Uint8Array {
  const changed = Buffer.from(file);
  changed.writeUInt32LE(size, changed.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  return changed;
}

test("bombs are refused before they are unpacked", () => {
  const zeros = Buffer.concat([array("<f4").subarray(0, 128), Buffer.alloc(2 ** 20)]); // more than its header says
  expect(() => decodeNpz(zipSync({ "a.npy": zeros }))).toThrow(/has 1048704 bytes, but its header needs 152/);
  const small = zipSync({ "a.npy": array("<f4") });
  expect(() => decodeNpz(declaring(small, 2 ** 31))).toThrow(/cannot unpack to 2147483648 bytes/);
  const noise = Buffer.concat([array("<f4"), randomBytes(300_000)]);
  const large = zipSync({ "a.npy": noise }, { level: 1 });
  expect(() => decodeNpz(declaring(large, 300_000_000))).toThrow(expect.objectContaining({ code: "npz-too-large" }));
});

test("names that stand twice, damage and other files are refused", () => {
  const [stored, deflated] = golden.npz.map(({ file }) => Buffer.from(file, "base64"));
  const twice = zipSync({ "a.npy": array("<f4"), "b.npy": array("<f4") });
  const at = Buffer.from(twice).lastIndexOf("b.npy");
  twice[at] = "a".charCodeAt(0);
  expect(() => decodeNpz(twice)).toThrow(/two of its arrays are named "a.npy"/);
  for (const file of [stored!, deflated!]) {
    for (let length = 0; length < file.length; length += 7) {
      expect(() => decodeNpz(file.subarray(0, length))).toThrow(expect.objectContaining({ code: "zip-damaged" }));
    }
  }
  const changed = Buffer.from(stored!);
  changed[changed.indexOf("NUMPY") + 130]! ^= 1; // a byte of the elements
  expect(() => decodeNpz(changed)).toThrow(/does not fit its checksum/);
});
