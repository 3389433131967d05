/**
 * The laws of formats, for every member of the list.
 */
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunFormat, RunReading } from "./format.ts";
import { writeFormat } from "./write-format.ts";

/** What a suite needs: the formats, and runs by what is odd about them. */
export interface FormatSuite {
  readonly formats: readonly RunFormat[];
  readonly runs: { readonly [what: string]: () => RunReading };
  /** A run of which little is known: figures that nobody told are NaN. */
  readonly untold: () => RunReading;
}

/** Declares the tests. */
export function describeFormats({ formats, runs, untold }: FormatSuite): void {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lionlab-formats-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("each has a name and an output of its own", () => {
    for (const word of ["name", "output"] as const)
      expect(new Set(formats.map((format) => format[word])).size).toBe(formats.length);
  });

  describe.each(formats.map((format) => [format.name, format] as const))("%s", (name, format) => {
    const write = async (run: RunReading, place: string, force = false): Promise<ReadonlyMap<string, string>> => {
      const path = join(folder, name, place);
      await writeFormat(format, run, { path, shown: place, force });
      expect((await lstat(path)).isDirectory()).toBe(format.form === "folder");
      return contents(path);
    };

    it.each(Object.entries(runs))(
      "writes %s, to the same bytes each time, and nothing beside it",
      async (what, run) => {
        const [first, second] = [join(what, "a", format.output), join(what, "b", format.output)];
        const written = await write(run(), first);
        expect(await write(run(), second)).toEqual(written);
        expect(written.size).toBeGreaterThan(0);
        expect(await readdir(join(folder, name, what, "a"))).toEqual([format.output]);
        expect(format.opens("x y", "'x y'")).toMatch(/"x y|'x y/);
      },
    );

    it("refuses what is there, replaces it when forced, and removes no folder of others", async () => {
      const run = Object.values(runs)[0]!;
      const written = await write(run(), "again");
      const place = join(folder, name, "again");
      const old = new Date(0);
      await utimes(place, old, old);
      await expect(write(run(), "again")).rejects.toMatchObject({ code: "output-exists" });
      expect((await lstat(place)).mtime).toEqual(old);
      expect(await write(run(), "again", true)).toEqual(written);
      expect((await lstat(place)).mtime).not.toEqual(old);
      await mkdir(join(folder, name, "theirs"), { recursive: true });
      await writeFile(join(folder, name, "theirs", "thesis.txt"), "years");
      await expect(write(run(), "theirs", true)).rejects.toMatchObject({ code: "output-exists" });
      expect(await readFile(join(folder, name, "theirs", "thesis.txt"), "utf8")).toBe("years");
    });

    it("writes nothing for a figure that is not known", async () => {
      const written = await write(untold(), join("untold", format.output));
      for (const text of written.values()) expect(text).not.toMatch(/nan\b|undefined/i);
    });

    it("leaves nothing where the records cannot be read to their end", async () => {
      const run = Object.values(runs)[0]!();
      const broken: RunReading = {
        ...run,
        report: () => Promise.reject(new Error("unreadable")),
        async *trials() {
          for await (const trial of run.trials()) {
            yield trial;
            throw new Error("unreadable");
          }
        },
      };
      await expect(write(broken, join("broken", format.output))).rejects.toThrow("unreadable");
      expect(await readdir(join(folder, name, "broken"))).toEqual([]);
    });
  });
}

/** The files below a path, by their place in it. */
async function contents(path: string): Promise<ReadonlyMap<string, string>> {
  if (!(await lstat(path)).isDirectory()) return new Map([["", await readFile(path, "latin1")]]);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [file.slice(path.length), await readFile(file, "latin1")] as const),
  );
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
