/** The tasks of the laboratory; one file each, one line here. */
import { imageClassification } from "./image-classification.ts";
import type { Task } from "./task.ts";

/** All tasks. */
export const tasks: readonly Task[] = [imageClassification];
