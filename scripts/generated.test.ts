import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkGenerated, generatedFiles } from "./generated.ts";

describe("generated files", () => {
  it("are what code says today", () => {
    expect(checkGenerated(process.cwd())).toEqual([]);
    for (const { path, make } of generatedFiles) expect(make("").length > 0 || path.endsWith(".md"), path).toBe(true);
  });

  it("are found when they differ or are missing, and in part where only a part is computed", () => {
    const root = mkdtempSync(join(tmpdir(), "lionlab-generated-"));
    const part = (text: string) => text.replace(/<.*>/, "<1>");
    const files = [
      { path: "same.json", make: () => "1" },
      { path: "old.json", make: () => "2" },
      { path: "missing.json", make: () => "3" },
      { path: "part.md", make: part },
    ];
    writeFileSync(join(root, "same.json"), "1");
    writeFileSync(join(root, "old.json"), "1");
    writeFileSync(join(root, "part.md"), "prose <0> prose");
    expect(checkGenerated(root, files).map(({ path }) => path)).toEqual(["old.json", "missing.json", "part.md"]);
    rmSync(root, { recursive: true });
  });
});
