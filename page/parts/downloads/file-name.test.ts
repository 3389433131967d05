import { describe, expect, it } from "vitest";
import { csvText } from "../../../src/report/csv.ts";
import { fileNameOf } from "./file-name.ts";

const name = (of: string, title: string): string => fileNameOf({ of, title, extension: "svg" });

describe("the name of a file", () => {
  it("is made of the study and the figure", () => {
    expect(name("fashion-cnn-40", "Validation accuracy, %")).toBe("fashion-cnn-40-validation-accuracy.svg");
    expect(name("Studie Ä 模型", "Loss")).toBe("studie-ä-模型-loss.svg");
  });

  it.each([
    ["../../etc/passwd", "x", "etc-passwd-x.svg"],
    ["C:\\Windows\\", "a:b*?", "c-windows-a-b.svg"],
    ["\u202egpj.exe\u0000\n", "", "gpj-exe.svg"],
    ["...", "~", "figure.svg"],
    ["con", "", "figure-con.svg"],
    ["<img src=x onerror=alert(1)>", "=1+1", "img-src-x-onerror-alert-1-1-1.svg"],
  ])("has nothing of %j that leads elsewhere", (of, title, wanted) => {
    expect(name(of, title)).toBe(wanted);
  });

  it("is short", () => {
    expect(name("a".repeat(500), "b".repeat(500)).length).toBeLessThan(130);
  });
});

it("has a file of which no spreadsheet runs a name", () => {
  const text = csvText([["line"], ["=HYPERLINK(1)"], ["@x"], ["-1+1"], ['a "b", c'], [-1], [null]]);
  expect(text).toBe(`line\n'=HYPERLINK(1)\n'@x\n'-1+1\n"a ""b"", c"\n-1\n\n`);
});
