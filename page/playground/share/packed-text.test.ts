import { deflateSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { mostCharacters, packText, unpackText } from "./packed-text.ts";

describe("a text in an address", () => {
  it.each(["", "w = w - lr * g\n", "ü — 😀\n".repeat(100), "state m = zeros\n".repeat(400)])(
    "comes back: %#",
    (text) => {
      const packed = packText(text);
      expect(unpackText(new URLSearchParams(new URLSearchParams({ p: packed }).toString()).get("p")!)).toBe(text);
    },
  );
  it("is short where it is long, and bears no sign that an address escapes", () => {
    const packed = packText("m = lerp(g, m, 0.9)\n".repeat(200));
    expect(packed.length).toBeLessThan(120);
    expect(packed).toMatch(/^z[\w-]+$/);
  });
  it("is nothing where nobody packed it", () => {
    for (const packed of ["", "x", "z!!", "zAAAA", `z${packText("a".repeat(999)).slice(1, -4)}`])
      expect(unpackText(packed)).toBeNull();
  });
  it("is not unpacked where a few bytes stand for more than a program", () => {
    const bomb = deflateSync(strToU8("a".repeat(50_000_000)), { level: 9 });
    const packed = `z${Buffer.from(bomb).toString("base64url")}`;
    expect(packed.length).toBeLessThan(100_000);
    expect(unpackText(packed)).toBeNull();
    expect(unpackText(packText("a".repeat(mostCharacters)))).toHaveLength(mostCharacters);
  });
});
