/** What the dashboard answers of discoveries, besides the events of any run: programs with their ancestors. */
import { Hono } from "hono";
import { compress } from "hono/compress";
import type { RunLibrary } from "./library.ts";

/** How keys of searches and identities of programs are spelled. */
const spelling = /^[0-9a-z-]{1,64}$/;

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
  return app;
}
