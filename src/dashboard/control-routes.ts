/** What a page may do with runs: plan and start, pause, stop and resume, keep notes. All that changes anything passes `changes-guard.ts`. */
import { type Context, Hono } from "hono";
import type { z } from "zod";
import { LabError } from "../core/errors.ts";
import type { RunControl } from "./run-control.ts";
import type { RunFacts } from "./run-facts.ts";
import { noNotes, notesSchema, readNotes, saveNotes } from "./run-notes.ts";
import { orderSchema } from "./study-order.ts";
import type { Access, RunActions } from "./views.ts";

/** What the routes work with. */
export interface ControlRoutesOptions {
  readonly control: RunControl | null;
  /** Why there is no control, or nothing may be changed; null where all may. */
  readonly refusal: string | null;
  readonly secret: string;
  /** A run as it stands; null where there is none. Errors: those of its store. */
  readonly facts: (id: string) => Promise<RunFacts | null>;
}

/** The routes. A mistake is answered 422 with its sentence. */
export function controlRoutes({ control, refusal, secret, facts }: ControlRoutesOptions): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof LabError) return c.json({ code: error.code, sentence: error.message }, 422);
    throw error;
  });
  app.get("/api/access", (c) => c.json({ secret, refusal } satisfies Access));
  app.get("/api/runs/:id/actions", async (c) => {
    const run = await facts(c.req.param("id"));
    if (run === null) return c.notFound();
    const none: RunActions = { actions: [], resumes: null, sentence: refusal };
    return c.json(refusal !== null || control === null ? none : await control.actions(run));
  });
  app.get("/api/runs/:id/notes", async (c) => {
    const run = await facts(c.req.param("id"));
    if (run === null) return c.notFound();
    return c.json((await readNotes(run.store)).get(run.name) ?? noNotes);
  });
  app.put("/api/runs/:id/notes", async (c) => {
    const run = await facts(c.req.param("id"));
    if (run === null) return c.notFound();
    const saved = await saveNotes(run.store, run.name, await bodyOf(c, notesSchema));
    return c.json(saved.notes, saved.isOthers ? 409 : 200);
  });
  if (control === null) return app;
  app.get("/api/presets", async (c) => c.json(await control.presets()));
  app.post("/api/plan", async (c) => c.json(await control.plan(await bodyOf(c, orderSchema))));
  app.post("/api/start", async (c) => c.json({ run: await control.start(await bodyOf(c, orderSchema)) }));
  app.delete("/api/starts/:id", (c) => {
    control.dismiss(c.req.param("id"));
    return c.json({});
  });
  app.post("/api/runs/:id/:action{pause|stop|resume}", async (c) => {
    const run = await facts(c.req.param("id"));
    if (run === null) return c.notFound();
    const action = c.req.param("action") as "pause" | "stop" | "resume";
    if (action === "resume") await control.resume(run);
    else await control.ask(run, action);
    return c.json({});
  });
  return app;
}

/** What was sent, if it is of the form. Errors: `bad-request` with the first thing that is wrong. */
async function bodyOf<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const data = await c.req.json().catch(() => undefined);
  const checked = schema.safeParse(data);
  if (checked.success) return checked.data;
  const { path, message } = checked.error.issues[0]!;
  throw new LabError("bad-request", `What was sent is not of the form: ${[...path, message].join(": ")}.`);
}
