/** The commands of `lionlab`, in the order in which help lists them; one file each, one line here. */
import type { Command } from "../command.ts";
import { benchCommand } from "./bench.ts";
import { modelsCommand } from "./models.ts";

/** All commands. */
export const commands: readonly Command[] = [modelsCommand, benchCommand];
