/**
 * Set-up of the tests whose files share processes: what opened a session of the runtime would change the arithmetic of all files after it
 * (`flushSubnormals`), so such a file fails.
 */
import { afterAll, expect } from "vitest";

afterAll(() => {
  expect(
    new Float32Array([2 ** -140])[0],
    "A session was opened here: these tests belong to the other project of vitest.config.ts.",
  ).toBe(2 ** -140);
});
