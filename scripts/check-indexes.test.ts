import { describe, expect, it } from "vitest";
import { findIndexFaults, type MemberFolder, memberFolders } from "./check-indexes.ts";
import { parseSource, readSources } from "./source-files.ts";

const rule: MemberFolder = { folder: "src/models", index: "src/models/index.ts", member: /^Model =/ };

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
      "src/models/big-net.ts smallNet is missing in the list src/models/index.ts.",
      "src/models/big-net.ts This member has no test beside it.",
    ]);
  });

  it("takes a member that stands in the other list alone for listed, where the folder has one", () => {
    const files = {
      "src/models/index.ts": "",
      "src/models/few.ts": 'import { smallNet } from "./small-net.ts";',
      "src/models/small-net.ts": member,
      "src/models/small-net.test.ts": "",
    };
    expect(sentences(files, { otherList: "src/models/few.ts" })).toEqual([]);
    expect(sentences(files)).toHaveLength(1);
  });

  it("finds a missing list and a missing suite", () => {
    expect(sentences({ "src/models/small-net.ts": member }, { suite: "src/models/model.conformance.ts" })).toEqual([
      "src/models/index.ts src/models has 1 members but no list.",
      "src/models/model.conformance.ts The suite over src/models does not exist.",
    ]);
  });

  it("finds each of several members of a file, constants and functions, by what they are", () => {
    const files = {
      "src/models/index.ts": 'import { one, three as third } from "./nets.ts";',
      "src/models/nets.ts":
        "export const one: Model = {};\nexport const two: Model = make({\n});\nexport const three: Model = {};\n" +
        "export function four(view: View): Model | null {}\nexport const other: Part = {};",
    };
    const several = { member: /^(Model =|\(.*\) => Model\b)/, several: true, suite: "src/models/nets.ts" } as const;
    expect(sentences(files, several)).toEqual([
      "src/models/nets.ts two is missing in the list src/models/index.ts.",
      "src/models/nets.ts four is missing in the list src/models/index.ts.",
    ]);
  });

  it("finds a rule that matches nothing", () => {
    expect(sentences({ "src/models/index.ts": "" }, { member: /^Modle =/ })).toEqual([
      "src/models/index.ts src/models has no members: the rule that finds them is out of date.",
    ]);
  });

  it("finds ops of every kind: hide one of defineUnary's from the list, and it is missed", () => {
    const ops = memberFolders.find(({ folder }) => folder === "src/graph/ops")!;
    const files = readSources(process.cwd(), ops.folder).map((file) =>
      file.path === ops.index
        ? { ...file, imports: file.imports.filter(({ target }) => !/\/(abs|add)\.ts$/.test(target)) }
        : file,
    );
    expect(findIndexFaults(ops, files, process.cwd()).map(({ sentence }) => sentence)).toEqual([
      "abs is missing in the list src/graph/ops/index.ts.",
      "add is missing in the list src/graph/ops/index.ts.",
    ]);
  });
});
