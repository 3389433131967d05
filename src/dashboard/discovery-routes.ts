/** What the dashboard answers of discoveries, besides the events of any run: programs with their ancestors, and the cloud of all. */
import { Hono } from "hono";
import { compress } from "hono/compress";
import type { RunLibrary } from "./library.ts";

/** How keys of searches and identities of programs are spelled. */
const spelling = /^[0-9a-z-]{1,64}$/;

/** How a value of fitness is spelled. */
const number = /^-?\d{1,6}(\.\d{1,12})?$/;

/** The routes. Answers 404 for what there is not. */
export function discoveryRoutes(library: RunLibrary): Hono {
  const app = new Hono();
  const path = "/api/runs/:id/searches/:search/programs/:identity";
  app.use(path, compress());
  app.get(path, async (c) => {
    const { id, search, identity } = c.req.param();
    const isSpelled = spelling.test(search) && spelling.test(identity);
    const detail = isSpelled ? await library.program(id, search, identity) : null;
    return detail === null ? c.notFound() : c.json(detail);
  });
  const cloud = "/api/runs/:id/cloud";
  app.use(cloud, compress());
  app.get(cloud, async (c) => {
    const [low, high] = [c.req.query("low"), c.req.query("high")].map((text) =>
      number.test(text ?? "") ? Number(text) : Number.NaN,
    );
    const watched = low! < high! ? await library.discovery(c.req.param("id")) : null;
    return watched === null ? c.notFound() : c.json(watched.cloud([low!, high!]));
  });
  return app;
}
