/** When documents are made, shared, kept, made again, and failed. */
import { beforeEach, describe, expect, it } from "vitest";
import type { DocumentOrder } from "./document-thread.ts";
import { type DocumentSource, RunDocuments } from "./run-documents.ts";

interface Under {
  readonly order: DocumentOrder;
  done(text: string): void;
  fail(error: Error): void;
}

let under: Under[];
let source: DocumentSource | null;
let documents: RunDocuments;
const share = 0.999; // of the time: as good as no pause between two

beforeEach(() => {
  under = [];
  source = { run: "study", location: "s", name: "n", records: "r1", ended: "e1" };
  documents = new RunDocuments({
    source: async () => source,
    make: (order) =>
      new Promise((resolve, reject) =>
        under.push({ order, done: (text) => resolve(new TextEncoder().encode(text)), fail: reject }),
      ),
    signal: new AbortController().signal,
    share,
  });
});

const begun = async (number: number): Promise<Under> => {
  await expect.poll(() => under.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(number);
  return under[number - 1]!;
};
const textOf = (made: unknown): unknown =>
  typeof made === "object" && made !== null && "bytes" in made
    ? new TextDecoder().decode(made.bytes as Uint8Array)
    : made;

describe("a report", () => {
  it("is made once for all who ask, and again only where the store says that something changed", async () => {
    const both = Promise.all([documents.newest("a", "report"), documents.newest("a", "report")]);
    (await begun(1)).done("first");
    expect((await both).map(textOf)).toEqual(["first", "first"]);
    expect(textOf(await documents.newest("a", "report"))).toBe("first");
    source = { ...source!, records: "r2" };
    const again = documents.newest("a", "report");
    (await begun(2)).done("second");
    expect(textOf(await again)).toBe("second");
    const other = documents.newest("b", "report");
    (await begun(3)).done("other");
    expect(textOf(await other)).toBe("other");
  });

  it("is said to be made where it takes longer than one waits, and is there when one asks again", async () => {
    expect(await documents.newest("a", "report", 1)).toBe("being-made");
    (await begun(1)).done("first");
    expect(textOf(await documents.newest("a", "report"))).toBe("first");
    expect(under).toHaveLength(1);
  });

  it("that failed is told once, also to who had not waited, and then tried again", async () => {
    expect(await documents.newest("a", "report", 1)).toBe("being-made");
    const waiting = documents.newest("b", "report");
    (await begun(1)).fail(new Error("of a"));
    (await begun(2)).fail(new Error("of b"));
    await expect(waiting).rejects.toThrow("of b");
    await expect(documents.newest("a", "report")).rejects.toThrow("of a");
    const again = Promise.all([documents.newest("a", "report"), documents.newest("b", "report")]);
    (await begun(3)).done("a");
    (await begun(4)).done("b");
    expect((await again).map(textOf)).toEqual(["a", "b"]);
  });

  it("of no run is none", async () => {
    source = null;
    expect([await documents.newest("a", "report"), await documents.latest("a", "verdict")]).toEqual([null, null]);
  });

  it("that was asked for long ago is let go where many large ones came since", async () => {
    const large = "x".repeat(12_000_000);
    for (const [i, id] of ["a", "b", "c", "d"].entries()) {
      const made = documents.newest(id, "report");
      (await begun(i + 1)).done(large);
      await made;
    }
    await documents.newest("d", "report");
    expect(under).toHaveLength(4);
    const again = documents.newest("a", "report");
    (await begun(5)).done("again");
    expect(textOf(await again)).toBe("again");
  });
});

describe("a verdict", () => {
  it("stays to be read while the next one is made, and not for news of epochs", async () => {
    const first = documents.latest("a", "verdict");
    (await begun(1)).done("one");
    expect(await first).toMatchObject({ version: "e1", fresh: true });
    source = { ...source!, records: "r2" };
    expect(await documents.latest("a", "verdict")).toMatchObject({ version: "e1", fresh: true });
    source = { ...source, ended: "e2" };
    const stale = await documents.latest("a", "verdict");
    expect([textOf(stale), stale!.fresh]).toEqual(["one", false]);
    const next = documents.latest("a", "verdict", "e1");
    source = { ...source, ended: "e3" };
    (await begun(2)).done("two");
    expect([textOf(await next), (await next)!.version]).toEqual(["two", "e2"]);
    expect((await documents.latest("a", "verdict"))!.fresh).toBe(false);
    await begun(3);
  });

  it("that cannot be made again is told to who waits for it, and the old one is still there", async () => {
    const first = documents.latest("a", "verdict");
    (await begun(1)).done("one");
    await first;
    source = { ...source!, ended: "e2" };
    await documents.latest("a", "verdict");
    const next = documents.latest("a", "verdict", "e1");
    (await begun(2)).fail(new Error("the disk"));
    await expect(next).rejects.toThrow("the disk");
    expect(textOf(await documents.latest("a", "verdict"))).toBe("one");
  });
});
