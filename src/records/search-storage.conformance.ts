/**
 * The laws of the contract of discoveries as tests, for any store.
 */
import { describe, expect, test } from "vitest";
import { dumpDiscoveries } from "./search-dump.ts";
import {
  sampleBatch,
  sampleDiscovery,
  sampleDiscoveryPulse,
  sampleFunnelEntry,
  samplePoint,
  sampleSearch,
  sampleStep,
  sampleTuning,
} from "./search-samples.ts";
import type { ArchiveBatch, SearchStorage } from "./search-storage.ts";

/** A store under test: `open` gives an empty one, `reopen` the same one again as another process would see it. */
export interface SearchStorageUnderTest {
  open(): Promise<SearchStorage>;
  reopen(): Promise<SearchStorage>;
}

const searches = [sampleSearch(0), sampleSearch(1)];
const [first, second] = searches as [(typeof searches)[0], (typeof searches)[0]];

/** Declares the tests. */
export function describeSearchStorage(name: string, { open, reopen }: SearchStorageUnderTest): void {
  async function planned(...batches: readonly ArchiveBatch[]): Promise<SearchStorage> {
    const storage = await open();
    await storage.putDiscovery(sampleDiscovery(searches), searches);
    for (const batch of batches) await storage.appendBatch(first.key, batch);
    return storage;
  }

  describe(`${name} keeps the laws of a store of discoveries`, () => {
    test("what is put comes back, number for number, also to another process", async () => {
      const storage = await planned(sampleBatch(0, 10), sampleBatch(10, 31));
      const other = await reopen();
      const whole = sampleBatch(0, 31);
      for (const store of [storage, other]) {
        expect(await store.getDiscovery("sample")).toEqual(sampleDiscovery(searches));
        expect(await store.listDiscoveries()).toEqual([sampleDiscovery(searches)]);
        expect(await store.children(first.key)).toEqual(whole.children);
        expect(await store.children(first.key, { from: 29 })).toEqual(whole.children.slice(29));
        expect(await store.children(first.key, { from: 3, end: 9 })).toEqual(whole.children.slice(3, 9));
        expect(await store.children(first.key, { from: 40, end: 99 })).toEqual([]);
        expect(await store.evaluations(first.key)).toEqual(whole.evaluations);
        expect(await store.evaluations(first.key, { from: 9 })).toEqual(whole.evaluations.slice(9));
        expect(await store.evaluations(first.key, { from: 2, end: 5 })).toEqual(whole.evaluations.slice(2, 5));
        expect(await store.evaluations(first.key, { from: 11, end: 99 })).toEqual([]);
        const [head, empty] = await store.listSearches("sample");
        expect(head).toEqual({
          ...first,
          state: "running",
          children: 31,
          evaluations: 11,
          bestFitness: Math.max(...whole.children.map(({ fitness }) => fitness)),
          seconds: expect.closeTo(3.1, 9),
        });
        expect(empty).toEqual({
          ...second,
          state: "running",
          children: 0,
          evaluations: 0,
          bestFitness: null,
          seconds: 0,
        });
        expect(await store.children(second.key)).toEqual([]);
        expect(await store.getDiscovery("none")).toBeNull();
        expect(await store.listSearches("none")).toEqual([]);
      }
      await other.close();
      await storage.close();
    });

    test("an equal child again is nothing, another one is refused, and so is a gap", async () => {
      const storage = await planned(sampleBatch(0, 10));
      const before = await dumpDiscoveries(storage);
      await storage.appendBatch(first.key, sampleBatch(0, 10));
      await storage.appendBatch(first.key, sampleBatch(4, 9));
      expect(await dumpDiscoveries(storage)).toBe(before);
      const { children, evaluations, seconds } = sampleBatch(9, 12);
      const [known, ...rest] = children as [(typeof children)[0], (typeof children)[0]];
      const refused: [string, ArchiveBatch][] = [
        ["record-conflict", { children: [{ ...known, invalid: 99 }], evaluations, seconds }],
        ["record-conflict", { children, evaluations: [{ ...evaluations[0]!, program: "other" }], seconds }],
        ["child-gap", { children: rest.slice(1), evaluations: [], seconds }],
        ["child-gap", sampleBatch(22, 24)], // of an evaluation that is missing too
      ];
      for (const [code, batch] of refused)
        await expect(storage.appendBatch(first.key, batch)).rejects.toMatchObject({ code });
      expect(await dumpDiscoveries(storage)).toBe(before);
      await storage.appendBatch(first.key, sampleBatch(9, 12));
      expect(await storage.children(first.key)).toEqual(sampleBatch(0, 12).children);
      await storage.close();
    });

    test("a batch happens wholly or not at all, and an evaluation comes with its child", async () => {
      const storage = await planned(sampleBatch(0, 7));
      const before = await dumpDiscoveries(storage);
      const batch = sampleBatch(7, 12);
      const broken = [
        { ...batch, children: [...batch.children.slice(0, 4), { ...batch.children[4]!, id: 99 }] },
        { ...batch, evaluations: [] },
        { ...batch, evaluations: [...batch.evaluations, ...sampleBatch(12, 13).evaluations] },
        { ...batch, children: batch.children.map((child) => ({ ...child, fitness: 0.123 })) },
      ];
      for (const wrong of broken) {
        await expect(storage.appendBatch(first.key, wrong)).rejects.toThrow();
        expect(await dumpDiscoveries(storage)).toBe(before);
      }
      await storage.appendBatch(first.key, batch);
      expect(await storage.evaluations(first.key)).toEqual(sampleBatch(0, 12).evaluations);
      await storage.close();
    });

    test("a search ends, and goes on when its budget grows", async () => {
      const storage = await planned(sampleBatch(0, 3));
      const state = async () => (await storage.listSearches("sample"))[0]?.state;
      await storage.endSearch(first.key);
      expect(await state()).toBe("ended");
      await storage.appendBatch(first.key, sampleBatch(0, 3));
      expect(await state()).toBe("ended");
      await storage.appendBatch(first.key, sampleBatch(3, 4));
      expect(await state()).toBe("running");
      await storage.close();
    });

    test("a discovery put again keeps its searches, and searches may be added", async () => {
      const storage = await planned(sampleBatch(0, 5));
      const before = await dumpDiscoveries(storage);
      await storage.putDiscovery(sampleDiscovery(searches), searches);
      expect(await dumpDiscoveries(storage)).toBe(before);
      const more = [sampleSearch(2), ...searches];
      await storage.putDiscovery(sampleDiscovery(more), more);
      expect((await storage.listSearches("sample")).map(({ children }) => children)).toEqual([0, 5, 0]);
      await expect(storage.appendBatch("0123456789abcdef", sampleBatch(0, 1))).rejects.toThrow("before it was planned");
      await storage.close();
    });

    test("records of phases are idempotent by their keys and keep their order", async () => {
      const storage = await planned();
      const entries = [
        sampleFunnelEntry({ role: "baseline", label: "tuned AdamW", identity: "c".repeat(32), family: null }),
        sampleFunnelEntry(),
        sampleFunnelEntry({ stage: "larger" }),
      ];
      const tunings = [sampleTuning({ role: "baseline" }), sampleTuning()];
      const points = [samplePoint(first.key, 1), samplePoint(first.key, 12), samplePoint(second.key, 1)];
      for (let again = 0; again < 2; again++) {
        for (const tuning of tunings) await storage.putTuning("sample", tuning);
        for (const entry of entries) await storage.putFunnelEntry("sample", entry);
        for (const point of points) await storage.putMetaValidation("sample", point);
        await storage.putSimplification("sample", [sampleStep(0), sampleStep(1), sampleStep(2)]);
      }
      await storage.putFunnelEntry("sample", { ...entries[0]!, promoted: false });
      await storage.putSimplification("sample", [sampleStep(0), sampleStep(1)]);
      const other = await reopen();
      expect(await other.funnel("sample")).toEqual([{ ...entries[0], promoted: false }, ...entries.slice(1)]);
      expect(await other.tuning("sample")).toEqual(tunings);
      expect(await other.metaValidation("sample")).toEqual(points);
      expect(await other.simplification("sample")).toEqual([sampleStep(0), sampleStep(1)]);
      expect(await other.funnel("none")).toEqual([]);
      await other.close();
      await storage.close();
    });

    test("what phases recorded on other searches is removed when they begin anew", async () => {
      const storage = await planned();
      await storage.beginPhases("sample", "10 evaluations");
      await storage.putTuning("sample", sampleTuning());
      await storage.putFunnelEntry("sample", sampleFunnelEntry());
      await storage.putMetaValidation("sample", samplePoint(first.key, 1));
      await storage.putSimplification("sample", [sampleStep(0)]);
      await storage.beginPhases("sample", "10 evaluations");
      expect(await storage.funnel("sample")).toHaveLength(1);
      await storage.beginPhases("sample", "20 evaluations");
      expect(await storage.tuning("sample")).toEqual([]);
      expect(await storage.funnel("sample")).toEqual([]);
      expect(await storage.metaValidation("sample")).toEqual([]);
      expect(await storage.simplification("sample")).toEqual([]);
      await storage.close();
    });

    test("what a run tells of itself is kept in place of what it told before, and changes no record", async () => {
      const storage = await planned(sampleBatch(0, 10));
      expect(await storage.pulse("sample")).toBeNull();
      const records = await dumpDiscoveries(storage);
      const phase = { phase: "larger", done: 1, total: 4, startedAt: 9 } as const;
      for (const pulse of [sampleDiscoveryPulse(), { ...sampleDiscoveryPulse(), searches: [], phase }]) {
        await storage.putPulse("sample", pulse);
        const other = await reopen();
        expect(await other.pulse("sample")).toEqual(pulse);
        expect(await dumpDiscoveries(other)).toBe(records);
        await other.close();
      }
      expect(await storage.pulse("none")).toBeNull();
      await storage.close();
    });

    test("one process at a time may run, others may read", async () => {
      const storage = await planned(sampleBatch(0, 3));
      await storage.lockForRun("sample");
      await storage.lockForRun("sample");
      const other = await reopen();
      await expect(other.lockForRun("sample")).rejects.toMatchObject({
        code: "already-running",
        data: { pid: process.pid },
      });
      expect(await other.children(first.key)).toHaveLength(3);
      await storage.close();
      await other.lockForRun("sample");
      await other.close();
    });
  });
}
