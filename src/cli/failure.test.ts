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

  it("shows the escapes of foreign text in a sentence and obeys none", () => {
    const foreign = "Tensor \u001b[2Jx\u009b31m is unknown.";
    const shown = "Tensor \\x1b[2Jx\\x9b31m is unknown.";
    expect(describeFailure(new LabError("x", foreign), false).text).toBe(`lionlab: ${shown}\n`);
    expect(describeFailure(new InternalError(foreign), false).text).toContain(shown);
    const json = describeFailure(new LabError("x", foreign), true).text;
    expect(json).not.toContain("\u009b");
    expect(JSON.parse(json).error.message).toBe(foreign);
  });
});
