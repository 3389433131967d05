/**
 * Opens a store of blobs by its address, the same on every machine.
 */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { schemeOf } from "../core/address-scheme.ts";
import { LabError } from "../core/errors.ts";
import { isPostgresAddress } from "../records/postgres/address.ts";
import type { BlobStore } from "./blob-store.ts";
import { folderBlobs } from "./folder.ts";

/** An address, taken apart. */
type Address =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | { readonly kind: "postgres" };

/**
 * The store at a path of a folder, `file:///FOLDER`, `s3://BUCKET/PREFIX` or the address of a PostgreSQL server. Errors: `blob-store-unsupported`, those
 * of the server.
 * `attempts`: how often what fails on the way to a server is tried; by default for about half a minute.
 */
export async function openBlobs(address: string, options: { readonly attempts?: number } = {}): Promise<BlobStore> {
  const place = readAddress(address);
  switch (place.kind) {
    case "folder":
      return folderBlobs(place.folder);
    case "s3": {
      const { s3Blobs } = await import("./s3.ts");
      return s3Blobs({ ...place, ...options });
    }
    case "postgres": {
      const { postgresBlobs } = await import("./postgres.ts");
      return postgresBlobs(address);
    }
  }
}

/** The address by which every process of this machine opens the same store, whatever folder it is in. It may hold a password. */
export function wholeAddress(address: string): string {
  const place = readAddress(address);
  return place.kind === "folder" ? pathToFileURL(place.folder).href : address;
}

/** Puts, reads and deletes a small blob, so that what is wrong with an address is told before work is begun. Errors: those of the store. */
export async function proveBlobs(address: string): Promise<void> {
  const store = await openBlobs(address, { attempts: 2 });
  const prefix = `proof-${randomUUID()}/`;
  try {
    await store.put(`${prefix}1`, Buffer.from("proof"));
    await store.get(`${prefix}1`);
    await store.clear(prefix);
  } finally {
    await store.close();
  }
}

function readAddress(address: string): Address {
  const scheme = schemeOf(address);
  if (scheme === null) return { kind: "folder", folder: resolve(address) };
  if (scheme === "file") return { kind: "folder", folder: folderOf(address) };
  if (scheme === "s3") return bucketOf(address);
  if (isPostgresAddress(address)) return { kind: "postgres" };
  throw unsupported(address, "it is an address of another kind");
}

function folderOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch {
    throw unsupported(address, "it names no folder of this machine");
  }
}

/** Bucket names as Amazon has them; parts of a prefix as keys have them. */
function bucketOf(address: string): Extract<Address, { kind: "s3" }> {
  const [, bucket, path = ""] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)\/?$/i.exec(address) ?? [];
  if (bucket !== undefined) return { kind: "s3", bucket, prefix: path === "" ? "" : `${path.slice(1)}/` };
  if (address.includes("@"))
    throw unsupported(
      "an address with credentials in it",
      "those come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    );
  throw unsupported(address, "its bucket or a part of its prefix is no name of letters, digits, dots and dashes");
}

function unsupported(address: string, found: string): LabError {
  const shown = address.replace(/\/\/[^/]*@/, "//…@");
  return new LabError(
    "blob-store-unsupported",
    `Cannot keep checkpoints at ${shown}: ${found}; known are a folder, file:///FOLDER, s3://BUCKET/PREFIX and postgresql://HOST/DATABASE.`,
  );
}
