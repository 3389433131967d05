import fc from "fast-check";
import { expect, test } from "vitest";
import { assignAddresses, type Buffer, newBuffer } from "./memory.ts";

test("buffers that are alive at the same step do not overlap, and memory ends where the last one does", () => {
  const lives = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 900 }), first: fc.nat(12), span: fc.nat(6) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(lives, (recipe) => {
      const buffers = recipe.map(({ bytes, first, span }) => born(newBuffer(bytes), first, first + span));
      const end = assignAddresses(buffers, 128);
      for (const [i, a] of buffers.entries()) {
        expect(a.address! % 64).toBe(0);
        expect(a.address! >= 128 && a.address! + a.bytes <= end).toBe(true);
        for (const b of buffers.slice(i + 1)) {
          const together = a.first <= b.last && b.first <= a.last;
          const apart = a.address! + a.bytes <= b.address! || b.address! + b.bytes <= a.address!;
          expect(!together || apart || a.bytes === 0 || b.bytes === 0).toBe(true);
        }
      }
    }),
    { seed: 3, numRuns: 200 },
  );
});

test("a chain of buffers needs room for two", () => {
  const chain = Array.from({ length: 8 }, (_, i) => born(newBuffer(256), i, i + 1));
  expect(assignAddresses(chain, 0)).toBe(512);
});

function born(buffer: Buffer, first: number, last: number): Buffer {
  return Object.assign(buffer, { first, last });
}
