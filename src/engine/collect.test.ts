import { expect, test } from "vitest";
import { collectAfter } from "./collect.ts";

const bytes = 2 ** 24;

/** Holds an array, lets go of it, and still runs while it asks for its memory. */
function letGo(): WeakRef<Uint8Array> {
  let held: Uint8Array | null = new Uint8Array(bytes);
  const watched = new WeakRef(held);
  held = null;
  collectAfter(bytes);
  return watched;
}

test("what a function that still runs has let go is gone before the next call of the engine", async () => {
  const watched = letGo();
  await new Promise((resolve) => setImmediate(resolve)); // as the engine's binding waits before it runs
  expect(watched.deref() === undefined).toBe(true);
});
