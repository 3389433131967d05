/**
 * The contract of a store of blobs: what is too large for records, as checkpoints and kept weights, where every machine of a run reaches it.
 *
 * Laws:
 *  - A put is atomic: whoever reads meanwhile, or after a kill at any moment, sees the whole old blob, the whole new one or, where there was
 *    none, none. A put that failed leaves what was there.
 *  - What is read back is what was put, which its SHA-256 tells, kept with it; anything else is an error (`blob-damaged`), never bytes.
 *  - Of several writers of one key, on one machine or on many, the last whole blob stands.
 *  - What a put has returned from, every later read sees, on every machine.
 *  - Keys are safe names (`checkKey`), so that they are the same in a folder, in a bucket and in a table; no key is a folder of another one.
 *  - A blob is in memory once: bytes are handed over, not copied, by whoever puts them, and one buffer of their size is made to read them.
 *  - No secret is in `location`, nor in the sentence of an error.
 *
 * `blob-store.conformance.ts` holds a store to them.
 */
import { InternalError } from "../core/errors.ts";

/** A store. Methods fail with a `LabError`: `blob-store-unreachable`, `blob-store-refused`, and those of disks (`disk-full`, `no-permission` …). */
export interface BlobStore {
  /** Address, for messages and for `openBlobs` on another machine. */
  readonly location: string;
  /** Bytes are not to be changed before it resolves. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null where there is none. Error: `blob-damaged`. */
  get(key: string): Promise<Uint8Array | null>;
  has(key: string): Promise<boolean>;
  /** Of a key that is not there, does nothing. */
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix`, a whole number of parts with a slash at its end, or empty for all; in the order of their letters. */
  list(prefix: string): Promise<readonly string[]>;
  /** Deletes all that begins with such a prefix, with what killed writers left there. */
  clear(prefix: string): Promise<void>;
  /** Frees connections; nothing is called afterwards. */
  close(): Promise<void>;
}

const part = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** A key is parts with slashes between them, each of letters, digits, `.`, `_` and `-`, none beginning with a dot; 200 characters at most. */
export function checkKey(key: string): void {
  if (key.length <= 200 && key.split("/").every((name) => part.test(name))) return;
  throw new InternalError(`${JSON.stringify(key)} is no key of a blob`);
}

/** Errors: as `checkKey`. */
export function checkPrefix(prefix: string): void {
  if (prefix === "") return;
  if (!prefix.endsWith("/")) throw new InternalError(`${JSON.stringify(prefix)} is no prefix of keys of blobs`);
  checkKey(prefix.slice(0, -1));
}
