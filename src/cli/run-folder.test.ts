import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRun, kindOfRun } from "./run-folder.ts";

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
  mkdirSync(join(cwd, "runs/compared/report"));
  for (const file of ["report/report.html", "study.sqlite-wal"])
    writeFileSync(join(cwd, "runs/compared", file), "<html>");
});
afterAll(() => rmSync(cwd, { recursive: true }));

test.each([
  ["found", "discovery"],
  ["runs/found", "discovery"],
  ["runs/found/discovery.sqlite", "discovery"],
  ["compared", "study"],
  ["both", "study"],
  ["found/", "discovery"],
  ["absent", "study"],
])("the run %s is a %s", (target, kind) => {
  expect(kindOfRun(target, { cwd, storage: undefined })).toBe(kind);
});

test("a store that is named decides", () => {
  expect(kindOfRun("compared", { cwd, storage: "elsewhere/discovery.sqlite" })).toBe("discovery");
  expect(kindOfRun("found", { cwd, storage: "elsewhere/study.sqlite" })).toBe("study");
});

test.each([
  "compared",
  "compared/",
  "runs/compared",
  "runs/compared/",
  "./runs//compared",
  "runs/compared/study.sqlite",
  "runs/compared/study.sqlite-wal",
  "runs/compared/report",
  "runs/compared/report/",
  "runs/compared/report/report.html",
  "compared/report/report.html",
])("%s leads to its run, from another folder than that of the process", (target) => {
  const place = { storage: join(cwd, "runs/compared/study.sqlite"), folder: join(cwd, "runs/compared"), name: null };
  expect(findRun(target, { cwd })).toEqual(place);
  expect(findRun(join(cwd, "runs/compared/report"), { cwd: tmpdir() })).toEqual(place);
});

test("from inside a run, and what is in no run", () => {
  const inside = join(cwd, "runs/compared");
  expect(findRun(".", { cwd: inside }).folder).toBe(inside);
  expect(findRun("report", { cwd: inside }).folder).toBe(inside);
  expect(findRun(".", { cwd: join(inside, "report") }).folder).toBe(inside);
  expect(() => findRun("runs/compard/", { cwd })).toThrow("Did you mean compared?");
  expect(() => findRun("runs/found/", { cwd })).toThrow('The run "runs/found/" is a discovery, not a study.');
});

test("with a store of its own a run has the folder that is named", () => {
  const storage = "postgres.sqlite";
  expect(findRun("tiny", { cwd, storage })).toEqual({ storage, folder: join(cwd, "runs/tiny"), name: "tiny" });
  expect(findRun("runs/tiny/", { cwd, storage })).toMatchObject({ folder: join(cwd, "runs/tiny"), name: "tiny" });
});
