/** Answers with one trial of a study, all epochs included. */
import { Hono } from "hono";
import { compress } from "hono/compress";
import type { RunLibrary } from "./library.ts";
import { trialDetails } from "./trial-details.ts";

/** The route; 404 where there is no such run, or no such trial in it. Figures that are not finite are null. */
export function trialRoutes({ library }: { readonly library: Pick<RunLibrary, "trial"> }): Hono {
  const app = new Hono();
  app.use("/api/runs/:id/trials/:key", compress());
  app.get("/api/runs/:id/trials/:key", async (c) => {
    const found = await library.trial(c.req.param("id"), c.req.param("key"));
    return found === null ? c.notFound() : c.json(await trialDetails(found.trial, found));
  });
  return app;
}
