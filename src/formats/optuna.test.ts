import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { tunedStudy } from "../../test/report/tuned-study.ts";
import { importedBack, toldBy } from "../../test/samples/imported-back.ts";
import { openDatabase } from "../records/sqlite/engine.ts";
import { optuna } from "./optuna.ts";
import { sampleReading } from "./sample-reading.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-optuna-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const theirs = fileURLToPath(new URL("../../test/fixtures/imports/optuna.sqlite", import.meta.url));
const ours = join(folder, "ours.sqlite");

const study = syntheticStudy({ rates: 5, seeds: 2, epochs: 4, unfinished: 0.03 });
const ended = study.trials.filter(({ result }) => result !== null);

beforeAll(() => optuna.write(sampleReading(study), ours));

async function rows<Row>(path: string, sql: string): Promise<readonly Row[]> {
  const database = await openDatabase(path, { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...(row as object) })) as Row[];
  } finally {
    database.close();
  }
}

it("has the tables, columns, keys and version of a store that Optuna made", async () => {
  const columns = `SELECT m.name AS "table", c.name, c.type, c."notnull", c.pk FROM sqlite_master m, pragma_table_info(m.name) c
    WHERE m.type = 'table' ORDER BY 1, c.cid`;
  expect(await rows(ours, columns)).toEqual(await rows(theirs, columns));
  const indexes = `SELECT m.name AS "table", i."unique", i.origin, group_concat(x.name) AS columns FROM sqlite_master m,
    pragma_index_list(m.name) i, pragma_index_info(i.name) x WHERE m.type = 'table' AND i.origin <> 'pk' GROUP BY m.name, i.name ORDER BY 1, 4`;
  expect(await rows(ours, indexes)).toEqual(await rows(theirs, indexes));
  const versions = "SELECT schema_version, version_num FROM version_info, alembic_version";
  expect(await rows(ours, versions)).toEqual(await rows(theirs, versions));
});

it("is read back by our import: settings, the curve that trials are judged by, and who diverged", async () => {
  const back = await importedBack([ours]);
  expect(back).toHaveLength(ended.length);
  for (const [index, trial] of ended.map(toldBy).entries()) {
    const { label, lr, seed, hyperparameters, status, epochs } = back[index]!;
    expect({ label, lr, seed, hyperparameters, status }).toEqual({
      label: trial.label,
      lr: trial.lr,
      seed: trial.seed,
      hyperparameters: trial.hyperparameters,
      status: trial.status,
    });
    const curve = trial.epochs.map(({ validationAccuracy }) => validationAccuracy);
    expect(epochs.slice(0, curve.length).map(({ validationAccuracy }) => validationAccuracy)).toEqual(curve);
    const chosen = trial.epochs.find(({ epoch }) => epoch === trial.bestEpoch);
    if (trial.status === "finished") expect(epochs.at(-1)!.validationAccuracy).toBe(chosen!.validationAccuracy);
  }
});

it("shares a distribution among all trials of a study, and keeps tuning and judging apart", async () => {
  const tuned = join(folder, "tuned.sqlite");
  await optuna.write(sampleReading(tunedStudy()), tuned);
  expect(await rows(tuned, "SELECT study_name FROM studies ORDER BY study_id")).toEqual([
    { study_name: "synthetic/tuning" },
    { study_name: "synthetic/evaluation" },
  ]);
  const distributions = `SELECT study_id, param_name, count(DISTINCT distribution_json) AS several FROM trial_params JOIN trials USING (trial_id) GROUP BY 1, 2`;
  const params = await rows<{ readonly several: number }>(tuned, distributions);
  expect(params.length).toBeGreaterThan(4);
  expect(params.every(({ several }) => several === 1)).toBe(true);
  const outside = `SELECT count(*) AS n FROM trial_params WHERE json_extract(distribution_json, '$.attributes.low') > param_value
    OR json_extract(distribution_json, '$.attributes.high') < param_value`;
  expect(await rows(tuned, outside)).toEqual([{ n: 0 }]);
});
