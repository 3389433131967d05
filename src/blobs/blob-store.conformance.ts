/**
 * Holds a store of blobs to the laws of `blob-store.ts`.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { BlobStore } from "./blob-store.ts";

/** What the suite needs to know of a kind of store. */
export interface BlobStoreUnderTest {
  /** Opens the same store each time, as different machines do; empty at the beginning of each test. */
  open(): Promise<BlobStore>;
  /** Empties it. */
  reset(): Promise<void>;
  /** Changes what is stored under a key, behind the store's back: `flip` a bit in its middle, or `cut` its last byte off. */
  damage(key: string, how: "flip" | "cut"): Promise<void>;
}

/** The tests. */
export function describeBlobStore(name: string, { open, reset, damage }: BlobStoreUnderTest): void {
  describe(name, () => {
    const opened: BlobStore[] = [];
    const another = async (): Promise<BlobStore> => {
      const store = await open();
      opened.push(store);
      return store;
    };
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      await reset();
    });

    test("gives back what was put, byte for byte, to every machine", async () => {
      const [store, other] = [await another(), await another()];
      expect(await store.get("a/1")).toBeNull();
      for (const bytes of [new Uint8Array(), bytesOf(1), bytesOf(100_000), bytesOf(3, 9)]) {
        await store.put("a/1", bytes);
        expect(await other.get("a/1")).toSatisfy((found: Uint8Array) => Buffer.compare(found, bytes) === 0);
      }
    });

    test("takes bytes that are a part of larger memory", async () => {
      const store = await another();
      await store.put("part", new Uint8Array(bytesOf(100).buffer, 40, 20));
      expect([...(await store.get("part"))!]).toEqual([...bytesOf(100).subarray(40, 60)]);
    });

    test("says what is there, lists it by prefix in order, deletes it and clears prefixes", async () => {
      const store = await another();
      const keys = ["b/10.safetensors", "b/9.safetensors", "bb/1", "a", "c/d/e"];
      for (const key of keys) await store.put(key, bytesOf(5));
      expect(await store.list("")).toEqual(["a", "b/10.safetensors", "b/9.safetensors", "bb/1", "c/d/e"]);
      expect(await store.list("b/")).toEqual(["b/10.safetensors", "b/9.safetensors"]);
      expect(await store.list("none/")).toEqual([]);
      expect([
        await store.has("a"),
        await store.has("b/9.safetensors"),
        await store.has("b"),
        await store.has("x/y"),
      ]).toEqual([true, true, false, false]);
      for (const key of ["a", "a", "never/there"]) await store.delete(key);
      expect([await store.has("a"), await store.get("a")]).toEqual([false, null]);
      for (const prefix of ["b/", "none/"]) await store.clear(prefix);
      expect(await store.list("")).toEqual(["bb/1", "c/d/e"]);
      await store.clear("");
      expect(await store.list("")).toEqual([]);
      await store.put("b/1", bytesOf(2));
      expect(await store.list("")).toEqual(["b/1"]);
    });

    test("of several writers of one key the last whole blob stands, and readers see whole ones alone", async () => {
      const [one, two, reader] = [await another(), await another(), await another()];
      const blobs = Array.from({ length: 20 }, (_, i) => bytesOf(50_000 + i, i));
      await one.put("key", blobs[0]!);
      let writing = true;
      const seen = new Set<number>();
      const read = async (): Promise<void> => {
        while (writing) seen.add((await reader.get("key"))!.length);
      };
      const write = async (store: BlobStore, part: number): Promise<void> => {
        for (const [i, blob] of blobs.entries()) if (i % 2 === part) await store.put("key", blob);
      };
      const writes = Promise.all([write(one, 0), write(two, 1)]).finally(() => {
        writing = false;
      });
      await Promise.all([read(), writes]);
      for (const length of seen) expect(length).toBeOneOf(blobs.map((blob) => blob.length));
      expect((await reader.get("key"))!.length).toBeOneOf([blobs[18]!.length, blobs[19]!.length]);
      await two.put("key", blobs[3]!);
      expect(await one.get("key")).toSatisfy((found: Uint8Array) => Buffer.compare(found, blobs[3]!) === 0);
      expect(await reader.list("")).toEqual(["key"]);
    });

    test("clearing while others write leaves whole blobs or none, and no writer fails", async () => {
      const [one, two] = [await another(), await another()];
      const puts = Array.from({ length: 20 }, (_, i) => one.put(`t/${i}`, bytesOf(1000, i)));
      const clears = Array.from({ length: 5 }, () => two.clear("t/"));
      await Promise.all([...puts, ...clears]);
      for (const key of await one.list("t/")) expect((await two.get(key))!.length).toBe(1000);
    });

    test("what is not what was put is an error with its key and its place, and can be put again", async () => {
      const store = await another();
      for (const how of ["flip", "cut"] as const) {
        await store.put("t/1", bytesOf(1000));
        await damage("t/1", how);
        const error = await store.get("t/1").catch((fault) => fault);
        expect(error).toMatchObject({
          code: "blob-damaged",
          message: expect.stringContaining(`t/1 in ${store.location}`),
        });
        await store.put("t/1", bytesOf(10));
        expect((await store.get("t/1"))!.length).toBe(10);
      }
    });

    test("refuses keys that are no safe names, and prefixes that are no parts of keys", async () => {
      const store = await another();
      const wrong = [
        "",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/..",
        ".hidden",
        "a/.b",
        "a b",
        "ü",
        "a\\b",
        "a\0",
        "x".repeat(201),
      ];
      for (const key of wrong) {
        await expect(store.put(key, bytesOf(1))).rejects.toThrow(/is no key of a blob/);
        await expect(store.get(key)).rejects.toThrow(/is no key of a blob/);
        await expect(store.delete(key)).rejects.toThrow(/is no key of a blob/);
      }
      for (const prefix of ["a", "../", "/", "a/./"]) {
        await expect(store.list(prefix)).rejects.toThrow(/is no (prefix|key)/);
        await expect(store.clear(prefix)).rejects.toThrow(/is no (prefix|key)/);
      }
    });
  });
}

/** Bytes that differ from place to place and from seed to seed. */
export function bytesOf(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7 + seed) & 255);
}
