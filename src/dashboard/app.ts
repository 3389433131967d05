/**
 * What the dashboard answers: the page, runs, what changes in a run while it is watched, and curves; an area adds its routes by a line.
 */
import { Hono } from "hono";
import { accepts } from "hono/accepts";
import { compress } from "hono/compress";
import { streamSSE } from "hono/streaming";
import { LabError } from "../core/errors.ts";
import { Audience } from "./audience.ts";
import { changesGuard } from "./changes-guard.ts";
import { compareRoutes } from "./compare-routes.ts";
import { controlRoutes } from "./control-routes.ts";
import { curveRoutes } from "./curve-routes.ts";
import { discoveryRoutes } from "./discovery-routes.ts";
import { type DocumentRoutesOptions, documentRoutes } from "./document-routes.ts";
import type { PageFiles } from "./files.ts";
import { type GuardOptions, guard } from "./guard.ts";
import type { RunLibrary } from "./library.ts";
import { type ModelShelf, modelRoutes } from "./model-routes.ts";
import type { RunControl } from "./run-control.ts";
import { tellChanges } from "./tell-changes.ts";
import { trialRoutes } from "./trial-routes.ts";
import type { RunList } from "./views.ts";

/** What an app is made of. */
export interface AppOptions extends GuardOptions, DocumentRoutesOptions {
  readonly library: RunLibrary;
  readonly files: PageFiles;
  /** Starts and stops runs; null, or absent, where that is not done here. */
  readonly control?: RunControl | null;
  /** Why nothing may be changed from a page, in a sentence; null, or absent, where it may. */
  readonly refusal?: string | null;
  /** Trained models of runs; where absent, there are none. */
  readonly models?: ModelShelf;
  /** Aborted when the server ends: whoever listens is let go. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at a run that is watched, where few watch. */
  readonly lookEveryMs: number;
}

/** The app. Answers 404 for what there is not, 503 with a sentence where a store cannot be read. */
export function createApp(options: AppOptions): Hono {
  const { library, files, models } = options;
  const { control = null, refusal = null } = options;
  const app = new Hono();
  const audience = new Audience();
  app.use(guard(options));
  const changes = changesGuard({ session: options.session ?? options.token, refusal });
  app.use(changes.handler);
  app.onError((error, c) => {
    if (error instanceof LabError) return c.json({ code: error.code, sentence: error.message }, 503);
    console.error(error); // where the dashboard was started, and for nobody else
    return c.json({ code: "internal", sentence: "That failed, by a fault in Lionlab itself." }, 500);
  });
  app.use("/assets/*", compress());
  app.use("/api/runs", compress());
  app.get("/api/runs", async (c) => {
    const list = await library.list();
    const heard = async (run: string) => (await library.facts(run))?.pulse?.pid ?? null;
    return c.json({ ...list, starting: (await control?.starting(heard)) ?? [] } satisfies RunList);
  });
  const facts = (id: string) => library.facts(id);
  app.route("/", compareRoutes(library));
  app.route("/", controlRoutes({ control, refusal, secret: changes.secret, facts }));
  app.route("/", discoveryRoutes(library));
  app.route("/", documentRoutes(options));
  app.route("/api/runs", curveRoutes(library));
  app.route("/", trialRoutes(options));
  app.get("/api/runs/:id/events", async (c) => {
    const id = c.req.param("id");
    if ((await library.watched(id)) === null) return c.notFound();
    if (c.req.method === "HEAD") return c.body(null); // nobody would listen
    const seen = c.req.header("last-event-id") ?? null;
    return streamSSE(c, (stream) => audience.with(() => tellChanges(stream, { ...options, audience, id, seen })));
  });
  if (models !== undefined) app.route("/api/runs", modelRoutes(models));
  app.get("*", (c) => {
    const file = files.get(c.req.path === "/" ? "/index.html" : c.req.path);
    if (file === undefined) return c.notFound();
    if (file.policy !== undefined) c.header("Content-Security-Policy", file.policy);
    if (file.immutable) c.header("Cache-Control", "private, max-age=31536000, immutable");
    if (file.brotli !== undefined) {
      c.header("Vary", "Accept-Encoding");
      if (accepts(c, { header: "Accept-Encoding", supports: ["br"], default: "" }) === "br") {
        c.header("Content-Encoding", "br");
        return c.body(file.brotli, 200, { "Content-Type": file.type });
      }
    }
    return c.body(file.bytes, 200, { "Content-Type": file.type });
  });
  return app;
}
