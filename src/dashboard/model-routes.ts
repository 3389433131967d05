/**
 * The trained models of runs, for the view that tries them: which there are, and each as an ONNX file.
 */
import { Hono } from "hono";
import type { KeptModel } from "./views.ts";

/** Where models are had from; null where there is no such run, or no such model. Errors: those of stores and of weights files. */
export interface ModelShelf {
  /** The models of a run, the best first. */
  list(run: string): Promise<readonly KeptModel[] | null>;
  /** An ONNX file that says what its classes are (`inference/model-facts.ts`). */
  onnx(run: string, key: string): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** What is answered below `/api/runs`. */
export function modelRoutes(shelf: ModelShelf): Hono {
  const routes = new Hono();
  routes.get("/:id/models", async (c) => {
    const models = await shelf.list(c.req.param("id"));
    return models === null ? c.notFound() : c.json(models);
  });
  routes.get("/:id/models/:key", async (c) => {
    const key = c.req.param("key");
    const bytes = /^[0-9a-f]{1,64}$/.test(key) ? await shelf.onnx(c.req.param("id"), key) : null;
    return bytes === null ? c.notFound() : c.body(bytes, 200, { "Content-Type": "application/octet-stream" });
  });
  return routes;
}
