import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processorKind } from "../core/processor.ts";
import { partSizesFor } from "../trainer/part-sizes.ts";
import { partSizesHere } from "./part-sizes-here.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-part-sizes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The sizes on an ARM processor whose user has a table with this text. */
function sizesBy(text: string) {
  const file = join(folder, "parts.json");
  writeFileSync(file, text);
  return partSizesHere({ env: { LIONLAB_PART_SIZES: file }, kind: "arm64" });
}

test("without a table of the user's the sizes are those that are shipped for this processor's kind", () => {
  expect(partSizesHere({ env: {} })).toEqual(partSizesFor(processorKind()));
  expect(partSizesHere({ env: { LIONLAB_PART_SIZES: "" }, kind: "amd-avx2" })).toEqual(partSizesFor("amd-avx2"));
});

test("rows of the user's table for this kind go first, one or a list, in JSON or YAML", () => {
  const row = { kind: "arm64", measured: "my laptop, 2026", sizes: { "fashion-cnn": 32 } };
  const other = { ...row, kind: "other", sizes: { "fashion-cnn": 8 } };
  expect(sizesBy(JSON.stringify(row))).toEqual({ "fashion-cnn": 32 });
  expect(sizesBy(JSON.stringify([other, row]))).toEqual({ "fashion-cnn": 32 });
  expect(sizesBy("kind: arm64\nmeasured: my laptop\nsizes: { cifar-cnn: 8 }\n")).toEqual({ "cifar-cnn": 8 });
  const file = join(folder, "amd.json");
  writeFileSync(file, JSON.stringify({ ...row, kind: "amd-avx512" }));
  const { "fashion-cnn": own, "cifar-cnn": shipped } = partSizesHere({
    env: { LIONLAB_PART_SIZES: file },
    kind: "amd-avx512",
  });
  expect([own, shipped]).toEqual([32, partSizesFor("amd-avx512")["cifar-cnn"]]);
});

test.each([
  [
    "kind: arm64\nmeasured: x\nsizes: { fashion-cn: 8 }\n",
    'parts.json:3:10, the file that LIONLAB_PART_SIZES names: there is no key "fashion-cn" here; did you mean fashion-cnn',
  ],
  [
    "kind: arm\nmeasured: x\nsizes: {}\n",
    "parts.json:1:7, the file that LIONLAB_PART_SIZES names: kind must be one of amd-avx512, ",
  ],
  ["kind: arm64\nmeasured: x\nsizes: { fashion-cnn: 0 }\n", "sizes.fashion-cnn must be at least 1, but it is 0"],
  ["kind: arm64\nsizes: {}\n", "measured is missing"],
  ["- 3\n", "must be a mapping, but it is 3"],
  ["kind: [", "this is not valid YAML or JSON"],
])("a table with a mistake is refused with its place: %j", (text, sentence) => {
  expect(() => sizesBy(text)).toThrow(sentence);
});

test("a table that is not there is refused, and named by the variable that asks for it", () => {
  const env = { LIONLAB_PART_SIZES: join(folder, "absent.json") };
  expect(() => partSizesHere({ env })).toThrow(
    /Could not read the table of part sizes .*which LIONLAB_PART_SIZES names/,
  );
  expect(() => partSizesHere({ env: { LIONLAB_PART_SIZES: folder } })).toThrow("it is a folder");
});
