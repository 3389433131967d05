/** Which stores are found, and that links lead to nothing else. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { findStores } from "./find-runs.ts";

const base = mkdtempSync(join(tmpdir(), "lionlab-find-"));
afterAll(() => rmSync(base, { recursive: true }));

function run(...parts: string[]): string {
  const folder = join(base, ...parts);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "study.sqlite"), "");
  return folder;
}

it("finds runs two levels deep, follows a place that is a link, and no link below it that leads out", () => {
  const outside = run("outside", "secret");
  const inside = run("runs", "mine");
  const deep = run("runs", "experiment", "first");
  symlinkSync(join(base, "runs"), join(base, "named"));
  symlinkSync(join(base, "outside"), join(base, "runs", "linked-folder"));
  const linked = join(base, "runs", "linked");
  mkdirSync(linked);
  symlinkSync(join(outside, "study.sqlite"), join(linked, "study.sqlite"));
  const again = join(base, "runs", "again");
  mkdirSync(again);
  symlinkSync(join(inside, "study.sqlite"), join(again, "study.sqlite"));
  const { stores, unread } = findStores([join(base, "runs")]);
  expect(stores.map(({ path }) => path)).toEqual([again, deep, inside].map((folder) => join(folder, "study.sqlite")));
  expect(unread).toEqual([
    { location: join(linked, "study.sqlite"), sentence: "It is a link to a file outside the folders shown here." },
  ]);
  expect(findStores([join(base, "named")]).stores).toHaveLength(3);
  expect(findStores([join(linked, "study.sqlite")]).stores).toHaveLength(1); // a user named it
});

it("gives nothing for what is not there, or is no folder", () => {
  const file = join(run("odd", "mine"), "study.sqlite");
  expect(findStores([join(base, "nowhere"), join(file, "below")])).toEqual({ stores: [], unread: [] });
});

it.skipIf(process.getuid?.() === 0)("tells of a folder that may not be looked into, and shows the others", () => {
  run("shut", "mine");
  const closed = join(base, "shut", "closed");
  mkdirSync(closed);
  chmodSync(closed, 0);
  const { stores, unread } = findStores([join(base, "shut")]);
  expect(stores).toHaveLength(1);
  expect(unread).toEqual([{ location: closed, sentence: "This folder may not be looked into (EACCES)." }]);
  chmodSync(closed, 0o700);
});
