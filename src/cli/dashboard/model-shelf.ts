/**
 * The trained models of the runs that a dashboard shows.
 */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { RunLibrary } from "../../dashboard/library.ts";
import type { ModelShelf } from "../../dashboard/model-routes.ts";
import type { KeptModel } from "../../dashboard/views.ts";
import type { Environment } from "../../data/locate.ts";
import { savedWeightsPath } from "../../library/kept-weights.ts";
import { SampleImagesShelf } from "./sample-images.ts";

/** The shelf: trials whose weights lie beside the store of their run. `env`: says where data sets lie. */
export function modelShelf(library: RunLibrary, env: Environment = process.env): ModelShelf {
  const images = new SampleImagesShelf(env);
  const keptIn = async (run: string) => {
    const study = await library.study(run);
    if (study === null) return null;
    const folder = dirname(study.summary().location);
    const rows = study.frameSince(null).rows.filter(({ key }) => existsSync(savedWeightsPath(folder, key)));
    return { folder, rows };
  };
  return {
    list: async (run) => {
      const kept = await keptIn(run);
      if (kept === null) return null;
      return kept.rows
        .map(({ key, label, lr, seed, validation, test }): KeptModel => ({ key, label, lr, seed, validation, test }))
        .sort((a, b) => (b.validation ?? 0) - (a.validation ?? 0));
    },
    samples: async (run, key, from) => {
      const found = await library.trial(run, key);
      return found === null ? null : images.of(found.trial.config.data.name, from);
    },
    onnx: async (run, key) => {
      const kept = await keptIn(run);
      if (kept === null || !kept.rows.some((row) => row.key === key)) return null;
      const { readWeightsFile } = await import("../../weights/weights-file.ts");
      const { loadModel } = await import("../../inference/load-model.ts");
      const { exportModel } = await import("../../inference/export-model.ts");
      return Uint8Array.from(exportModel(loadModel(await readWeightsFile(savedWeightsPath(kept.folder, key)))));
    },
  };
}
