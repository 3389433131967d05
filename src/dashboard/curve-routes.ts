/** Curves of trials: their epochs, and their points by steps. */
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import type { TrialRecord } from "../records/records.ts";
import type { RunLibrary } from "./library.ts";
import { curveOf, stepsOf } from "./trial-curve.ts";

/** Trials that one call may name: of curves, and of steps, which may be a hundred thousand each. */
const most = { curves: 100, steps: 10 } as const;

/** The routes, below the address of a run. Keys that are none, or of no trial, are left out. */
export function curveRoutes(library: RunLibrary): Hono {
  const app = new Hono();
  app.use("/:id/curves", compress());
  app.use("/:id/steps", compress());
  app.get("/:id/curves", (c) => answer(c, { library, most: most.curves, show: curveOf }));
  app.get("/:id/steps", (c) => answer(c, { library, most: most.steps, show: stepsOf }));
  return app;
}

interface Question<T> {
  readonly library: RunLibrary;
  readonly most: number;
  readonly show: (trial: TrialRecord) => T;
}

async function answer<T>(c: Context, { library, most, show }: Question<T>): Promise<Response> {
  const keys = (c.req.query("keys") ?? "").split(",").filter((key) => /^[0-9a-f]{1,64}$/.test(key));
  if (keys.length > most) return c.json({ code: "too-many", sentence: `At most ${most} trials.` }, 400);
  const trials = await library.trials(c.req.param("id") ?? "", keys);
  return c.json(trials.map(show));
}
