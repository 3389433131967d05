/** The statements of docs/scale-out.md are enough for what it says of them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openStorage } from "../../src/records/open.ts";
import { sampleEpoch, sampleStudy, sampleTrial } from "../../src/records/samples.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { sampleBatch, sampleDiscovery, sampleSearch } from "../../src/records/search-samples.ts";
import { asSuperuser, databaseUrl, postgres } from "./database.ts";

const password = "word";

/** The statements of a page, in its order. */
function statementsOf(page: string): readonly string[] {
  const blocks = readFileSync(page, "utf8").matchAll(/```sql\n([\s\S]*?)```/g);
  return [...blocks].flatMap(([, block]) => block!.trim().split(/;\s*/)).filter((statement) => statement !== "");
}

/** Puts a trial with an epoch, and a batch of an archive. */
async function writes(url: string, rate: number): Promise<void> {
  const trial = sampleTrial(rate);
  const studies = await openStorage(url, { mode: "run" });
  await studies.lockForRun("sample");
  await studies.putStudy(sampleStudy([trial]), [trial]);
  await studies.appendEpoch(trial.key, sampleEpoch(1));
  await studies.close();
  const search = sampleSearch();
  const discoveries = await openSearchStorage(url, { mode: "run" });
  await discoveries.putDiscovery(sampleDiscovery([search]), [search]);
  await discoveries.appendBatch(search.key, sampleBatch(0, rate));
  await discoveries.close();
}

describe.skipIf(postgres === null)("roles of docs/scale-out.md", () => {
  test("an owner, one who runs and one who looks on have the rights that they need, and no more", async () => {
    const statements = statementsOf("docs/scale-out.md");
    const [making, granting] = [statements.slice(0, 2), statements.slice(2)];
    expect(making.join()).toContain("CREATE DATABASE records OWNER lab");
    for (const statement of making) await asSuperuser(statement.replace("'…'", `'${password}'`));
    const at = (user: string): string => databaseUrl("records", { user, password });
    await writes(at("lab"), 3);
    for (const user of ["runner", "viewer"]) {
      await asSuperuser(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
      await expect(openStorage(at(user), { mode: "read" })).rejects.toMatchObject({ code: "storage-denied" });
    }
    for (const statement of granting) await asSuperuser(statement, at("lab"));
    await writes(at("runner"), 4);
    const [studies, discoveries] = [
      await openStorage(at("viewer"), { mode: "read" }),
      await openSearchStorage(at("viewer"), { mode: "read" }),
    ];
    expect(await studies.listTrials(null)).toHaveLength(2);
    expect((await discoveries.listSearches("sample"))[0]).toMatchObject({ children: 4 });
    await studies.close();
    await discoveries.close();
    const meddling = await openStorage(at("viewer"), { mode: "run" });
    const refused = { code: "storage-denied", data: { grants: [expect.stringContaining("GRANT SELECT, INSERT")] } };
    await expect(meddling.putStudy(sampleStudy([]), [])).rejects.toMatchObject(refused);
    await meddling.close();
  });
});
