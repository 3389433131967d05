import { describe, expect, it } from "vitest";
import { InternalError, LabError } from "../core/errors.ts";
import { describeFailure } from "./failure.ts";

describe("describeFailure", () => {
  it("prints a mistake as its sentence and exits 2", () => {
    const mistake = new LabError("no-such-thing", "There is no such thing.", { given: "x" });
    expect(describeFailure(mistake, false)).toEqual({ code: 2, text: "lionlab: There is no such thing.\n" });
    expect(JSON.parse(describeFailure(mistake, true).text)).toEqual({
      error: { code: "no-such-thing", message: "There is no such thing.", data: { given: "x" } },
    });
  });

  it("prints a fault with its stack and how to report it, and exits 1", () => {
    const { code, text } = describeFailure(new InternalError("a node has no type"), false);
    expect(code).toBe(1);
    expect(text).toMatch(/internal: a node has no type\n {4}at .*\n/);
    expect(text).toContain("please report it");
    expect(JSON.parse(describeFailure("odd", true).text)).toEqual({ error: { code: "internal", message: "odd" } });
  });

  it("explains what the operating system refuses", () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", path: "runs/x" });
    expect(describeFailure(full, false)).toMatchObject({ code: 2, text: expect.stringContaining("The disk is full") });
  });
});
