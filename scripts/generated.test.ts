import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkGenerated, generatedFiles, withTables } from "./generated.ts";

describe("generated files", () => {
  it("are what code says today", async () => {
    expect(await checkGenerated(process.cwd())).toEqual([]);
    expect(generatedFiles.length).toBeGreaterThan(3);
  });

  it("replace tables between their marks, and nothing else; a page without the marks is a fault", () => {
    const page =
      "a\n<!-- table: x -->\nold\nold\n<!-- end of table -->\nb\n<!-- table: y (how) -->\n\n<!-- end of table -->\n";
    expect(withTables(page, { x: "1", y: "2" })).toBe(
      "a\n<!-- table: x -->\n1\n<!-- end of table -->\nb\n<!-- table: y (how) -->\n2\n<!-- end of table -->\n",
    );
    expect(() => withTables(page, { z: "1" })).toThrow("no place for the table z");
  });

  it("are found when they differ or are missing, and in part where only a part is computed", async () => {
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
    expect((await checkGenerated(root, files)).map(({ path }) => path)).toEqual([
      "old.json",
      "missing.json",
      "part.md",
    ]);
    rmSync(root, { recursive: true });
  });
});
