import { describe, expect, it } from "vitest";
import { findUndocumented, findUnknownCommands } from "./check-docs.ts";
import { parseSource } from "./source-files.ts";

const undocumented = (path: string, text: string) =>
  findUndocumented(parseSource(path, text)).map(({ sentence }) => sentence);

describe("check-docs: docstrings", () => {
  it("wants one before every export", () => {
    const text = "export const a = 1;\n/** Said. */\nexport function b() {}\nexport interface C {}\nconst d = 1;";
    expect(undocumented("src/core/x.ts", text)).toEqual([
      "The export a has no docstring.",
      "The export C has no docstring.",
    ]);
  });

  it("lets the header speak for the export that the file is named after, and tests be", () => {
    const text = '/** relu: the positive part. */\nimport { x } from "./y.ts";\nexport const relu = x;';
    expect(undocumented("src/graph/ops/relu.ts", text)).toEqual([]);
    expect(undocumented("src/graph/ops/other.ts", text)).toEqual(["The export relu has no docstring."]);
    expect(undocumented("src/core/x.test.ts", "export const a = 1;")).toEqual([]);
  });
});

describe("check-docs: commands in documents", () => {
  const offered = { commands: ["compare"], flags: ["epochs", "json"] };
  const unknown = (markdown: string) =>
    findUnknownCommands("README.md", markdown, offered).map(({ line, sentence }) => `${line} ${sentence}`);

  it("accepts what exists, prose, and other programs' flags", () => {
    expect(
      unknown("Run `lionlab compare quickstart --epochs 2 --json`; lionlab trains.\n```sh\nnpm i --save x\n```"),
    ).toEqual([]);
  });

  it("finds commands and flags that do not exist, in spans and in blocks", () => {
    expect(unknown("`lionlab discover`\n```sh\n$ npx lionlab compare x --fast\n```")).toEqual([
      '1 This text shows the command "discover", which does not exist.',
      '3 This text shows the option "--fast", which does not exist.',
    ]);
  });
});
