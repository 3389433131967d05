import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fakeTerminal } from "../../test/cli/fake-terminal.ts";
import { readJson, readText } from "./input.ts";
import { parseSettings } from "./settings.ts";

const cwd = mkdtempSync(join(tmpdir(), "lionlab-input-"));
afterAll(() => rmSync(cwd, { recursive: true }));

describe("input", () => {
  it("reads files from the working folder and standard input", async () => {
    writeFileSync(join(cwd, "a.json"), '{"x": 1}');
    expect(await readJson("a.json", "the input", fakeTerminal({ cwd }))).toEqual({ x: 1 });
    expect(await readJson("-", "the input", fakeTerminal({ input: "[2]" }))).toEqual([2]);
  });

  it("says in a sentence what it cannot read", async () => {
    const terminal = fakeTerminal({ cwd, input: " " });
    await expect(readText("none.txt", "the program", terminal)).rejects.toThrow(
      "Cannot read the program none.txt: there is no such file.",
    );
    await expect(readText(".", "the program", terminal)).rejects.toThrow("it is a folder");
    await expect(readJson("-", "the input", terminal)).rejects.toThrow(
      "The input (standard input) must be JSON, but it is empty.",
    );
  });
});

describe("parseSettings", () => {
  it("reads numbers and flags", () => {
    expect(parseSettings(["lr=1e-3", "nesterov=TRUE", "momentum=0.9"])).toEqual({
      lr: 0.001,
      nesterov: true,
      momentum: 0.9,
    });
  });

  it.each(["lr=", "lr=abc", "lr=NaN", "lr=Infinity", "lr=0x10", "lr=1e999"])("refuses %s", (text) => {
    expect(() => parseSettings([text])).toThrow("--set lr needs a finite number, true or false");
  });
});
