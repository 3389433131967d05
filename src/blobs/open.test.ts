import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openBlobs, proveBlobs, wholeAddress } from "./open.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-blobs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("knows folders by path and by URL, and buckets with and without a prefix", async () => {
  const url = pathToFileURL(join(folder, "ä b")).href;
  expect((await openBlobs(join(folder, "ä b"))).location).toBe(url);
  expect((await openBlobs(url)).location).toBe(url);
  expect((await openBlobs("s3://lab")).location).toBe("s3://lab");
  expect((await openBlobs("s3://lab/runs/mine/")).location).toBe("s3://lab/runs/mine");
});

test("the whole address of a folder is the same wherever one is, and of a server as it was given", () => {
  expect(wholeAddress("a b")).toBe(pathToFileURL(join(process.cwd(), "a b")).href);
  for (const address of ["s3://lab/runs", "postgresql://me:hush@host/lab"]) expect(wholeAddress(address)).toBe(address);
  expect(() => wholeAddress("gs://lab")).toThrow("Cannot keep checkpoints");
});

test("refuses other addresses in one sentence, and repeats no secret", async () => {
  for (const address of [
    "gs://lab/x",
    "s3://",
    "s3://a/b/../c",
    "s3:lab",
    "file://host/x",
    "s3://lab?x=1",
    "http://user:hush@host/x",
  ])
    await expect(openBlobs(address)).rejects.toMatchObject({
      code: "blob-store-unsupported",
      message: expect.not.stringContaining("hush"),
    });
  const error = await openBlobs("s3://key:hush@lab/x").catch((fault) => fault);
  expect(error.message).toMatch(
    /^Cannot keep checkpoints at an address with credentials in it: those come from AWS_ACCESS_KEY_ID/,
  );
});

test("proving leaves nothing, and tells of a place that takes nothing", async () => {
  await proveBlobs(join(folder, "new"));
  expect(existsSync(join(folder, "new")) && readdirSync(join(folder, "new"))).toEqual([]);
  writeFileSync(join(folder, "file"), "");
  await expect(proveBlobs(join(folder, "file"))).rejects.toMatchObject({ code: "not-a-folder" });
});
