/** Orders and reports as bytes: structured clones, as between a process and its workers, so that NaN and typed arrays arrive. */
import { deserialize, serialize } from "node:v8";

/** What is sent. Shared buffers arrive as buffers of their own. */
export function packed(value: unknown): Uint8Array {
  return serialize(value);
}

/** What was sent. */
export function unpacked(bytes: Uint8Array): unknown {
  return deserialize(bytes);
}
