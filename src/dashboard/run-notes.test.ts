/** Notes beside a run: kept, told apart when two save, and never taken from what is no file of notes. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { noNotes, notesFile, readNotes, saveNotes } from "./run-notes.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-notes-"));
const store = join(folder, "study.sqlite");
beforeEach(() => rmSync(notesFile(store), { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

describe("notes", () => {
  it("are kept by run, and who saves after another is told what that was", async () => {
    const mine = { note: "Batch of 64.", tags: ["cpu", "first", "cpu"], version: 0 };
    expect(await saveNotes(store, "a", mine)).toEqual({
      notes: { note: "Batch of 64.", tags: ["cpu", "first"], version: 1 },
      isOthers: false,
    });
    await saveNotes(store, "b", { note: "Another run.", tags: [], version: 0 });
    const late = await saveNotes(store, "a", { note: "Mine!", tags: [], version: 0 });
    expect(late).toMatchObject({ isOthers: true, notes: { note: "Batch of 64.", version: 1 } });
    await saveNotes(store, "a", { note: "Mine!", tags: [], version: 1 });
    const kept = await readNotes(store);
    expect([kept.get("a"), kept.get("b")]).toEqual([
      { note: "Mine!", tags: [], version: 2 },
      { note: "Another run.", tags: [], version: 1 },
    ]);
    expect(readdirSync(folder)).toEqual(["study.sqlite.notes.json"]);
  });

  it("of two that save at once, one is told", async () => {
    const both = await Promise.all(["x", "y"].map((note) => saveNotes(store, "a", { note, tags: [], version: 0 })));
    expect(both.map(({ isOthers }) => isOthers)).toEqual([false, true]);
    expect((await readNotes(store)).get("a")).toMatchObject({ note: "x" });
  });

  it("of two dashboards that save at once, one is told, and what is of different runs is all kept", async () => {
    vi.resetModules();
    const other: typeof import("./run-notes.ts") = await import("./run-notes.ts");
    expect(other.saveNotes).not.toBe(saveNotes);
    const save = (by: typeof saveNotes, run: string) => by(store, run, { note: run, tags: [], version: 0 });
    for (let round = 0; round < 10; round++) {
      const [one, two] = await Promise.all([save(saveNotes, `same ${round}`), save(other.saveNotes, `same ${round}`)]);
      expect([one.isOthers, two.isOthers].sort()).toEqual([false, true]);
      await Promise.all([save(saveNotes, `mine ${round}`), save(other.saveNotes, `theirs ${round}`)]);
    }
    expect((await readNotes(store)).size).toBe(30);
    expect(readdirSync(folder)).toEqual(["study.sqlite.notes.json"]);
  });

  it("are saved though a dashboard was killed while it saved", async () => {
    const left = `${notesFile(store)}.writing`;
    writeFileSync(left, "");
    utimesSync(left, 1, 1);
    expect((await saveNotes(store, "a", { note: "x", tags: [], version: 0 })).isOthers).toBe(false);
    expect(existsSync(left)).toBe(false);
  });

  it("are none in what is no file of notes, which is not written over", async () => {
    for (const text of ["{", "[]", '{"form":2,"runs":{}}', '{"form":1,"runs":{"a":{"note":7}}}']) {
      writeFileSync(notesFile(store), text);
      expect((await readNotes(store)).size).toBe(0);
      await expect(saveNotes(store, "a", noNotes)).rejects.toThrow("holds no notes of this version");
      expect(readFileSync(notesFile(store), "utf8")).toBe(text);
    }
  });

  it("are not read through a link, nor written through one", async () => {
    const elsewhere = join(folder, "elsewhere.json");
    writeFileSync(elsewhere, '{"form":1,"runs":{"a":{"note":"theirs","tags":[],"version":3}}}');
    symlinkSync(elsewhere, notesFile(store));
    expect((await readNotes(store)).size).toBe(0);
    await expect(saveNotes(store, "a", noNotes)).rejects.toThrow("holds no notes");
    expect(existsSync(elsewhere)).toBe(true);
    rmSync(elsewhere);
  });
});
