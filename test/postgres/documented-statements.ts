/** SQL of the documentation, as it stands there. */
import { readFileSync } from "node:fs";

/** The statements of a page, in its order. */
export function documentedStatements(page: string): readonly string[] {
  const blocks = readFileSync(page, "utf8").matchAll(/```sql\n([\s\S]*?)```/g);
  return [...blocks].flatMap(([, block]) => block!.trim().split(/;\s*/)).filter((statement) => statement !== "");
}
