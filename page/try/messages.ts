/** What the page and the worker that runs a model say to each other. */
import type { WantedImage } from "./picture.ts";

/** A model as the page knows it. */
export interface OpenModel extends WantedImage {
  readonly name: string;
  readonly classes: readonly string[];
  /** Whether the file says what its classes are called and what it was trained to see; else numbers, and the whole picture. */
  readonly told: boolean;
}

/** To the worker: a model to open, or an image to judge. */
export type ToWorker =
  | { readonly kind: "open"; readonly bytes: Uint8Array; readonly fileName: string }
  | { readonly kind: "ask"; readonly id: number; readonly image: Float32Array };

/** From the worker. `ms`: of the model alone. */
export type FromWorker =
  | { readonly kind: "opened"; readonly model: OpenModel }
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "answer"; readonly id: number; readonly logits: Float32Array; readonly ms: number };
