import ts from "typescript";
import { expect, test } from "vitest";
import { listRequested } from "../listing/list-requested.ts";
import type { TestFrame } from "../target.ts";
import { findTarget, targets } from "../targets/index.ts";
import { runnerText, testFileName, testText } from "./test-text.ts";

const framed = targets.flatMap((target) => ("none" in target.test ? [] : [{ target, frame: target.test }]));

test.each(framed)("$target.name: how its code is run is as it was", async ({ target, frame }) => {
  const texts = ["adamw", "paper-discovered"].map((name) => frame.run(listRequested({ name })).join("\n"));
  const path = `../../../test/fixtures/codegen/golden/${target.name}/run.txt`;
  await expect(`${texts.join("\n\n\n")}\n`).toMatchFileSnapshot(path);
});

test.each(framed.filter(({ frame }) => frame.language !== "python"))(
  "$target.name: test and runner are of their language",
  ({ target, frame }) => {
    const listing = listRequested({ name: "muon" });
    const exported = `muon.${target.extension}`;
    const file = testFileName(exported, frame);
    expect(file).toBe(frame.language === "typescript" ? "muon.test.ts" : "muon.test.js");
    for (const text of [testText({ target, listing, exported }), runnerText(target, listing)]) {
      expect(mistakesOf(text, frame)).toEqual([]);
      expect(text.includes("./muon.")).toBe(text.includes("vitest"));
    }
  },
);

test("the parser of this test sees a type in JavaScript", () => {
  const frame = { language: "javascript" } as TestFrame;
  expect(mistakesOf("const f = (x: number) => x;", frame)).toHaveLength(1);
  expect(mistakesOf("const f = (x) => x;", frame)).toEqual([]);
});

test("a test says what it is called and how it is run", () => {
  const listing = listRequested({ name: "lion" });
  const keras = testText({ target: findTarget("keras"), listing, exported: "lion.py" });
  expect(keras).toContain("\npytest test_lion.py\n");
  expect(keras).toContain("abs=0.000001 * largest");
  const onnx = testText({ target: findTarget("onnx"), listing, exported: "lion.onnx" });
  expect(onnx.split("\n")[0]).toMatch(/npx vitest run lion\.test\.js$/);
});

/** What a parser says; in JavaScript a type is a mistake. */
function mistakesOf(text: string, { language }: TestFrame): readonly string[] {
  const fileName = language === "typescript" ? "x.ts" : "x.js";
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, allowJs: true };
  const host = ts.createCompilerHost(options);
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022);
  const files = { ...host, getSourceFile: (name: string) => (name === fileName ? source : undefined) };
  const program = ts.createProgram([fileName], { ...options, noLib: true, noResolve: true }, files);
  return program.getSyntacticDiagnostics(source).map(({ messageText }) => String(messageText));
}
