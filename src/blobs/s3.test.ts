import { afterAll, afterEach, expect, test, vi } from "vitest";
import { startS3Server } from "../../test/s3/server.ts";
import { bytesOf, describeBlobStore } from "./blob-store.conformance.ts";
import { s3Blobs } from "./s3.ts";

const server = await startS3Server();
const { bucket } = server;
const useServer = (env = server.env): void => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
};
useServer();
afterEach(() => useServer());
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const prefix = "runs/mine/";

describeBlobStore("a bucket of blobs", {
  open: () => s3Blobs({ bucket, prefix }),
  async reset() {
    const all = await s3Blobs({ bucket, prefix: "" });
    await all.clear("");
    await all.close();
  },
  async damage(key, how) {
    server.change(`${prefix}${key}`, (bytes) => {
      if (how === "cut") return bytes.subarray(0, bytes.length - 1);
      bytes[Math.floor(bytes.length / 3)]! ^= 1;
      return bytes;
    });
  },
});

test("keeps to its prefix", async () => {
  const [one, other] = [await s3Blobs({ bucket, prefix: "one/" }), await s3Blobs({ bucket, prefix: "other/" })];
  await one.put("a/1", bytesOf(10));
  await other.put("a/2", bytesOf(10));
  await other.clear("");
  expect([await one.list(""), await other.list("")]).toEqual([["a/1"], []]);
  await one.clear("");
});

const faultOf = async (place: { readonly bucket?: string }): Promise<unknown> => {
  const store = await s3Blobs({ bucket, prefix: "", attempts: 1, ...place });
  return store.put("a", bytesOf(3)).catch((error) => error);
};

test("what the server refuses is one sentence without a secret", async () => {
  expect(await faultOf({ bucket: "none" })).toMatchObject({
    code: "blob-store-missing",
    message: `Could not put a in s3://none: 127.0.0.1:${new URL(server.env.AWS_ENDPOINT_URL!).port} has no bucket none. Make it, or name another one.`,
  });
  useServer({ AWS_ACCESS_KEY_ID: "nobody", AWS_SECRET_ACCESS_KEY: "hush-hush" });
  const refused = (await faultOf({})) as Error;
  expect(refused).toMatchObject({
    code: "blob-store-refused",
    message: expect.stringContaining("refused it (InvalidAccessKeyId)"),
  });
  expect(refused.message).not.toMatch(/hush|nobody/);
});

test("a server that is not there is one sentence, without what its address holds of secrets", async () => {
  useServer({ ...server.env, AWS_ENDPOINT_URL: "http://user:hush@127.0.0.1:9" });
  const gone = (await faultOf({})) as Error;
  expect(gone).toMatchObject({
    code: "blob-store-unreachable",
    message: expect.stringContaining("127.0.0.1:9 does not answer (ECONNREFUSED)"),
  });
  expect(gone.message).not.toContain("hush");
});

test("a machine without credentials is told which to set", async () => {
  useServer({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true", HOME: "/nowhere" });
  expect(await faultOf({})).toMatchObject({
    code: "blob-store-refused",
    message: expect.stringContaining("AWS_ACCESS_KEY_ID"),
  });
});
