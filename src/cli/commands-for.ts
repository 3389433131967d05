/**
 * The commands that a command line may need: the one that its first word names, so that no other is loaded, else all.
 */
import { existsSync } from "node:fs";
import type { Command } from "./command.ts";

/** The command whose file bears the first word as its name (`npm run check` holds that); all of them for help and words that name none. */
export async function commandsFor([word = ""]: readonly string[]): Promise<readonly Command[]> {
  const file = new URL(`./commands/${word}.js`, import.meta.url);
  if (/^[a-z-]+$/.test(word) && existsSync(file)) {
    const members: readonly Partial<Command>[] = Object.values(await import(file.href));
    const named = members.find(({ name }) => name === word);
    if (named !== undefined) return [named as Command];
  }
  return (await import("./commands/index.ts")).commands;
}
