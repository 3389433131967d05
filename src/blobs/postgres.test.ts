import { beforeAll, describe, expect, test } from "vitest";
import { asSuperuser, databaseUrl, newDatabase, postgres } from "../../test/postgres/database.ts";
import { ProxyToServer } from "../../test/postgres/proxy.ts";
import { bytesOf, describeBlobStore } from "./blob-store.conformance.ts";
import { largestRow, postgresBlobs } from "./postgres.ts";

describe.skipIf(postgres === null)("on a PostgreSQL server", () => {
  let url = "";
  beforeAll(async () => {
    url = await newDatabase();
  });

  describeBlobStore("a table of blobs", {
    open: () => postgresBlobs(url),
    reset: async () => void (await asSuperuser("DELETE FROM lionlab.blob", url)),
    async damage(key, how) {
      const changed = how === "cut" ? "substring(bytes FROM 2)" : "set_bit(bytes, 100, 1 - get_bit(bytes, 100))";
      await asSuperuser(`UPDATE lionlab.blob SET bytes = ${changed} WHERE key = '${key}'`, url);
    },
  });

  test("what is too large for a row is one sentence that names other places", async () => {
    const store = await postgresBlobs(url);
    await expect(store.put("t/1", new Uint8Array(largestRow + 1))).rejects.toMatchObject({
      code: "blob-too-large",
      message: expect.stringMatching(
        /it has 65 MiB, and a database takes up to 64 MiB each\. Give a folder or a bucket/,
      ),
    });
    expect(await store.list("")).toEqual([]);
    await store.close();
  });

  test("a put whose answer was lost is there, and one that never came is done again", async () => {
    const { hostname: host, port } = new URL(url);
    const proxy = await ProxyToServer.to({ host, port: Number(port) });
    const store = await postgresBlobs(proxy.through(url));
    for (const [key, passage] of [
      ["unanswered", "unanswered"],
      ["lost", "lost"],
    ] as const) {
      let cuts = 0;
      proxy.onRequest = (bytes) => (bytes.includes("INSERT INTO blob") && cuts++ === 0 ? passage : "whole");
      await store.put(key, bytesOf(1000));
      expect(cuts).toBeGreaterThan(1);
      expect(Buffer.compare((await store.get(key))!, bytesOf(1000))).toBe(0);
    }
    await store.close();
    await proxy.close();
  });

  test("a role with too few rights is told the GRANT, and no password is in the sentence", async () => {
    await asSuperuser("CREATE ROLE blobless LOGIN PASSWORD 'hush'", url);
    const name = new URL(url).pathname.slice(1);
    const poor = databaseUrl(name, { user: "blobless", password: "hush" });
    const error = await postgresBlobs(poor).catch((fault) => fault);
    expect(error).toMatchObject({ code: "storage-denied", message: expect.stringContaining("GRANT") });
    expect(error.message).not.toContain("hush");
  });
});
