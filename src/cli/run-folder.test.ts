import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kindOfRun } from "./run-folder.ts";

const cwd = mkdtempSync(join(tmpdir(), "lionlab-run-folder-"));

beforeAll(() => {
  for (const [name, files] of [
    ["found", ["discovery.sqlite"]],
    ["compared", ["study.sqlite"]],
    ["both", ["study.sqlite", "discovery.sqlite"]],
  ] as const) {
    mkdirSync(join(cwd, "runs", name), { recursive: true });
    for (const file of files) writeFileSync(join(cwd, "runs", name, file), "");
  }
});
afterAll(() => rmSync(cwd, { recursive: true }));

test.each([
  ["found", "discovery"],
  ["runs/found", "discovery"],
  ["runs/found/discovery.sqlite", "discovery"],
  ["compared", "study"],
  ["both", "study"],
  ["absent", "study"],
])("the run %s is a %s", (target, kind) => {
  expect(kindOfRun(target, { cwd, storage: undefined })).toBe(kind);
});

test("a store that is named decides", () => {
  expect(kindOfRun("compared", { cwd, storage: "elsewhere/discovery.sqlite" })).toBe("discovery");
  expect(kindOfRun("found", { cwd, storage: "elsewhere/study.sqlite" })).toBe("study");
});
