/**
 * Blobs in an S3 bucket, of Amazon or of any server that speaks its protocol: an object each, whose SHA-256 is part of its metadata.
 *
 * Amazon's own client does it, for it knows every way in which machines are given credentials (variables, profiles, roles of pods and
 * instances), signs, and tries again; it is loaded when a bucket is opened. An object is put in one request, of 5 GB at most, which S3 makes
 * visible whole or not at all, to everyone, before it answers.
 */
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { sha256Hex } from "../core/hash.ts";
import { type BlobStore, checkKey, checkPrefix } from "./blob-store.ts";
import { damagedBlob, wrongSum } from "./faults.ts";
import { explainS3Error } from "./s3-faults.ts";

/** Where in S3, and how. Region, endpoint and credentials are those of the environment (`AWS_REGION`, `AWS_ENDPOINT_URL` …). */
export interface S3Place {
  readonly bucket: string;
  /** Parts with a slash behind each, or empty. */
  readonly prefix: string;
  /** How often a request is tried, with pauses that grow to 20 seconds; 9 otherwise, which outlasts about half a minute without a server. */
  readonly attempts?: number;
}

/** Objects that one request deletes. */
const deletedAtOnce = 1000;

/** Makes no request yet. */
export async function s3Blobs({ bucket, prefix, attempts = 9 }: S3Place): Promise<BlobStore> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true"; // this version runs on every Node that we do
  const s3 = await import("@aws-sdk/client-s3");
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const location = `s3://${bucket}/${prefix}`.replace(/\/$/, "");
  const client = new s3.S3Client({
    maxAttempts: attempts,
    followRegionRedirects: true,
    // Other servers know no buckets in host names, no regions, and no checksums beside those of the signature.
    ...(endpoint === undefined ? {} : { forcePathStyle: true, region: process.env.AWS_REGION ?? "us-east-1" }),
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const ask = async <T>(attempted: string, request: () => Promise<T>): Promise<T> => {
    return request().catch((error) => {
      throw explainS3Error(error, { attempted, bucket, location, endpoint });
    });
  };
  const objectOf = (key: string) => {
    checkKey(key);
    return { Bucket: bucket, Key: `${prefix}${key}` };
  };
  const keysBelow = async (below: string): Promise<string[]> => {
    checkPrefix(below);
    return ask(`list ${below || "the blobs"}`, async () => {
      const keys: string[] = [];
      const pages = s3.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: `${prefix}${below}` });
      for await (const { Contents = [] } of pages)
        keys.push(...Contents.map(({ Key = "" }) => Key.slice(prefix.length)));
      return keys.sort();
    });
  };
  return {
    location,
    async put(key, bytes) {
      const about = { ContentLength: bytes.length, Metadata: { sha256: sha256Hex(bytes) } };
      await ask(`put ${key}`, () => client.send(new s3.PutObjectCommand({ ...objectOf(key), ...about, Body: bytes })));
    },
    async get(key) {
      const object = objectOf(key);
      const found = await ask(`get ${key}`, async () => {
        const answer = await client.send(new s3.GetObjectCommand(object)).catch(nullWhereAbsent);
        return answer === null ? null : { bytes: await bytesOf(answer), sum: answer.Metadata?.sha256 };
      });
      if (found === null) return null;
      if (found.sum === undefined) throw damagedBlob(key, { location, found: "it has no SHA-256 in its metadata" });
      if (found.sum !== sha256Hex(found.bytes)) throw damagedBlob(key, { location, found: wrongSum });
      return found.bytes;
    },
    async has(key) {
      const object = objectOf(key);
      const answer = await ask(`look for ${key}`, () =>
        client.send(new s3.HeadObjectCommand(object)).catch(nullWhereAbsent),
      );
      return answer !== null;
    },
    async delete(key) {
      const object = objectOf(key);
      await ask(`delete ${key}`, () => client.send(new s3.DeleteObjectCommand(object)).catch(nullWhereAbsent));
    },
    list: keysBelow,
    async clear(below) {
      const keys = await keysBelow(below);
      for (let at = 0; at < keys.length; at += deletedAtOnce) {
        const Objects = keys.slice(at, at + deletedAtOnce).map((key) => ({ Key: `${prefix}${key}` }));
        const request = new s3.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
        const { Errors = [] } = await ask(`delete ${below}`, () => client.send(request));
        if (Errors.length > 0) await ask(`delete ${below}`, () => Promise.reject({ name: Errors[0]!.Code ?? "" }));
      }
    },
    async close() {
      client.destroy();
    },
  };
}

/** The body in one buffer of its size. */
async function bytesOf({ Body, ContentLength = 0 }: GetObjectCommandOutput): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(ContentLength);
  let at = 0;
  for await (const piece of Body as AsyncIterable<Uint8Array>) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes.subarray(0, at);
}

function nullWhereAbsent(error: { readonly name?: string }): null {
  if (error.name === "NoSuchKey" || error.name === "NotFound") return null;
  throw error;
}
