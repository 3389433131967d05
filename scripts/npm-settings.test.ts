import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

describe("npm in this checkout", () => {
  it("says nothing of its own: no setting that it does not know, on standard error of any command", async () => {
    const { stdout, stderr } = await promisify(execFile)("npm pkg get name", { shell: true });
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '"lionlab"', stderr: "" });
  });

  it("runs no install scripts, and so needs no script that only an install would run", () => {
    expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    // With ignore-scripts npm leaves out `prepare` and everything that begins with pre or post but publishing's own.
    const unseen = Object.keys(scripts).filter((name) => /^(pre|post)(?!publishOnly$)|^install$/.test(name));
    expect(unseen).toEqual([]);
  });
});
