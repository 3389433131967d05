/**
 * An S3-compatible server of its own on loopback. It knows accounts by their access key, and checks no signature.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import S3rver from "s3rver";

/** A server with one bucket. */
export interface S3Server {
  /** What clients must be told. */
  readonly env: { readonly [name: string]: string };
  readonly bucket: string;
  /** Changes an object behind the server's back. */
  change(key: string, how: (bytes: Buffer) => Uint8Array): void;
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function startS3Server(): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), "lionlab-s3-"));
  const bucket = "lab";
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  answersWhenWritten(server);
  oneAtATime(server);
  const address = await server.run();
  const fileOf = (key: string): string => join(directory, bucket, `${key}._S3rver_object`);
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
      AWS_ACCESS_KEY_ID: "S3RVER",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
      AWS_REGION: "us-east-1",
    },
    bucket,
    change: (key, how) => writeFileSync(fileOf(key), how(readFileSync(fileOf(key)))),
    async close() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** This server answers a put before it has written it, where S3 has by then. */
function answersWhenWritten({ store }: S3rver): void {
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const bytes = await buffer(content);
    const md5 = createHash("md5").update(bytes).digest("hex");
    const path = store.getResourcePath(bucket, key, "object");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    await store.putMetadata(bucket, key, metadata, md5);
    return { size: bytes.length, md5 };
  };
}

/** This server writes files in place, where S3 makes an object visible as a whole; so requests are answered one after another. */
function oneAtATime(server: S3rver): void {
  const listenerOf = server.callback.bind(server);
  let before: Promise<unknown> = Promise.resolve();
  server.callback = () => {
    const answer = listenerOf();
    return (request, response) => {
      const over = before.then(() => answer(request, response));
      before = Promise.all([over, new Promise((resolve) => response.on("close", resolve))]);
    };
  };
}
