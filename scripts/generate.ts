/**
 * `npm run generate`: writes every file that is computed from code, and says which changed.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles, textAt } from "./generated.ts";

const root = process.cwd();
for (const { path, make } of generatedFiles) {
  const before = textAt(root, path);
  const text = await make(before);
  if (text !== before) writeFileSync(join(root, path), text);
  console.log(`${path}: ${text === before ? "up to date" : "written"}`);
}
