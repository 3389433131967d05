/**
 * What the dashboard answers: the page, runs, what changes in a run while it is watched, and curves; an area adds its routes by a line.
 */
import { Hono } from "hono";
import { compress } from "hono/compress";
import { streamSSE } from "hono/streaming";
import { LabError } from "../core/errors.ts";
import { curveRoutes } from "./curve-routes.ts";
import { discoveryRoutes } from "./discovery-routes.ts";
import { type DocumentRoutesOptions, documentRoutes } from "./document-routes.ts";
import type { PageFiles } from "./files.ts";
import { type GuardOptions, guard } from "./guard.ts";
import type { RunLibrary } from "./library.ts";
import { tellChanges } from "./tell-changes.ts";

/** What an app is made of. */
export interface AppOptions extends GuardOptions, DocumentRoutesOptions {
  readonly library: RunLibrary;
  readonly files: PageFiles;
  /** Aborted when the server ends: whoever listens is let go. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at a run that is watched. */
  readonly lookEveryMs: number;
}

/** The app. Answers 404 for what there is not, 503 with a sentence where a store cannot be read. */
export function createApp(options: AppOptions): Hono {
  const { library, files } = options;
  const app = new Hono();
  app.use(guard(options));
  app.onError((error, c) => {
    if (error instanceof LabError) return c.json({ code: error.code, sentence: error.message }, 503);
    throw error;
  });
  app.use("/api/runs", compress());
  app.get("/api/runs", async (c) => c.json(await library.list()));
  app.route("/", discoveryRoutes(library));
  app.route("/", documentRoutes(options));
  app.route("/api/runs", curveRoutes(library));
  app.get("/api/runs/:id/events", async (c) => {
    const id = c.req.param("id");
    if ((await library.watched(id)) === null) return c.notFound();
    const seen = c.req.header("last-event-id") ?? null;
    return streamSSE(c, (stream) => tellChanges(stream, { ...options, id, seen }));
  });
  app.get("*", (c) => {
    const file = files.get(c.req.path === "/" ? "/index.html" : c.req.path);
    if (file === undefined) return c.notFound();
    if (file.immutable) c.header("Cache-Control", "private, max-age=31536000, immutable");
    return c.body(file.bytes, 200, { "Content-Type": file.type });
  });
  return app;
}
