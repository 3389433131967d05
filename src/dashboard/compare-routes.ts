/** Several studies side by side: what each has found and what it was trained with; the page says how they differ. */
import { Hono } from "hono";
import type { TrialConfig } from "../records/records.ts";
import type { RunLibrary } from "./library.ts";
import type { ComparedStudy } from "./views.ts";

/** Studies that are compared at a time, at most. */
const mostStudies = 8;

/** The routes. Studies that are not there are left out. */
export function compareRoutes(library: Pick<RunLibrary, "study" | "trials">): Hono {
  const app = new Hono();
  app.get("/api/compare", async (c) => {
    const ids = [...new Set((c.req.query("ids") ?? "").split(",").filter((id) => /^[0-9a-f]{16}$/.test(id)))];
    const studies = await Promise.all(ids.slice(0, mostStudies).map((id) => comparedStudy(library, id)));
    return c.json(studies.filter((study) => study !== null));
  });
  return app;
}

async function comparedStudy(library: Pick<RunLibrary, "study" | "trials">, id: string): Promise<ComparedStudy | null> {
  const study = await library.study(id);
  if (study === null) return null;
  const { rows, summary } = study.frameSince(null);
  const sample = rows.find(({ phase }) => phase === "evaluation");
  const config = sample === undefined ? null : ((await library.trials(id, [sample.key]))[0]?.config ?? null);
  const judged = rows.filter(({ phase, epochsDone }) => phase === "evaluation" && epochsDone > 0);
  return {
    summary,
    rows: judged,
    settings: config === null ? {} : settingsOf(config),
    isImported: config?.imported !== undefined,
  };
}

/** What a study's trials share, by the path of each setting: JSON texts. */
export function settingsOf(config: TrialConfig): ComparedStudy["settings"] {
  const { optimizer: _, lr: __, seed: ___, test: ____, schemaVersion: _____, ...shared } = config;
  return Object.fromEntries(flat(shared, ""));
}

function flat(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, JSON.stringify(value) ?? ""]];
  return Object.entries(value).flatMap(([name, inside]) => flat(inside, path === "" ? name : `${path}.${name}`));
}
