/**
 * The trained models of runs, for the view that tries them: which there are, each as an ONNX file, and images of the test set that judged it.
 */
import { Hono } from "hono";
import type { KeptModel, SampleImages } from "./views.ts";

/** Where models are had from; null where there is no such run, or no such model. Errors: those of stores and of weights files. */
export interface ModelShelf {
  /** The models of a run, the best first. */
  list(run: string): Promise<readonly KeptModel[] | null>;
  /** An ONNX file that says what its classes are (`inference/model-facts.ts`). */
  onnx(run: string, key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Images of the test set of the data that a model learned from, from image `from` on. */
  samples(run: string, key: string, from: number): Promise<SampleImages | null>;
}

/** How keys of trials are spelled. */
const isKey = /^[0-9a-f]{1,64}$/;

/** What is answered below `/api/runs`. */
export function modelRoutes(shelf: ModelShelf): Hono {
  const routes = new Hono();
  routes.get("/:id/models", async (c) => {
    const models = await shelf.list(c.req.param("id"));
    return models === null ? c.notFound() : c.json(models);
  });
  routes.get("/:id/models/:key", async (c) => {
    const { id, key } = c.req.param();
    const bytes = isKey.test(key) ? await shelf.onnx(id, key) : null;
    return bytes === null ? c.notFound() : c.body(bytes, 200, { "Content-Type": "application/octet-stream" });
  });
  routes.get("/:id/models/:key/samples", async (c) => {
    const { id, key } = c.req.param();
    const from = c.req.query("from") ?? "0";
    const isWellFormed = isKey.test(key) && /^\d{1,7}$/.test(from);
    const samples = isWellFormed ? await shelf.samples(id, key, Number(from)) : null;
    return samples === null ? c.notFound() : c.json(samples);
  });
  return routes;
}
