import { describe, expect, it } from "vitest";
import { findIndexFaults, type MemberFolder } from "./check-indexes.ts";
import { parseSource } from "./source-files.ts";

const rule: MemberFolder = { folder: "src/models", index: "src/models/index.ts", member: /: Model =/ };

function sentences(files: { readonly [path: string]: string }, changed: Partial<MemberFolder> = {}): string[] {
  const parsed = Object.entries(files).map(([path, text]) => parseSource(path, text));
  return findIndexFaults({ ...rule, ...changed }, parsed, "/nowhere").map(
    ({ path, sentence }) => `${path} ${sentence}`,
  );
}

const member = "export const smallNet: Model = {};";

describe("check-indexes", () => {
  it("accepts a member that is listed, tested and named as its file", () => {
    const files = {
      "src/models/index.ts": 'import { smallNet } from "./small-net.ts";',
      "src/models/small-net.ts": member,
      "src/models/small-net.test.ts": "",
      "src/models/helper.ts": "export const helper = 1;",
      "src/models/parts/part.ts": "export const part: Model = {};",
    };
    expect(sentences(files)).toEqual([]);
  });

  it("finds a member that is not listed, not tested, or misnamed", () => {
    const files = { "src/models/index.ts": "", "src/models/big-net.ts": member };
    expect(sentences(files)).toEqual([
      "src/models/big-net.ts This file should export bigNet, as its name says.",
      "src/models/big-net.ts This file is missing in the list src/models/index.ts.",
      "src/models/big-net.ts This member has no test beside it.",
    ]);
  });

  it("finds a missing list and a missing suite", () => {
    expect(sentences({ "src/models/small-net.ts": member }, { suite: "src/models/model.conformance.ts" })).toEqual([
      "src/models/index.ts src/models has 1 members but no list.",
      "src/models/model.conformance.ts The suite over src/models does not exist.",
    ]);
  });
});
