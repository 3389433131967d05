/**
 * What a trial's setting is called in files of other tools, where rate, seed and optimizer stand among the hyperparameters.
 *
 * A program may call a hyperparameter as it likes, `seed` too. Such a one is written as `hyper.seed`, so that neither takes the
 * other's place, and reading takes the prefix away again.
 */

/** Words that tell optimizer, rate or seed, as tools have them. */
export const settingWords: { readonly [word: string]: "optimizer" | "lr" | "seed" } = {
  optimizer: "optimizer",
  optimiser: "optimizer",
  algorithm: "optimizer",
  method: "optimizer",
  lr: "lr",
  learning_rate: "lr",
  rate: "lr",
  seed: "seed",
  random_seed: "seed",
};

const prefix = "hyper.";

/** A name without what tools write differently: `Learning-Rate` is `learning_rate`. */
export function plainWord(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}

/**
 * The name that a hyperparameter is written by: its own, or `hyper.NAME` where that tells optimizer, rate or seed, is among `taken`
 * (plain words that the file has for other things), or begins with `hyper.` itself. No two names become one.
 */
export function writtenName(name: string, taken: readonly string[] = []): string {
  const word = plainWord(name);
  return name.startsWith(prefix) || Object.hasOwn(settingWords, word) || taken.includes(word) ? prefix + name : name;
}

/** The hyperparameter that a name in such a file means, where it says so by its prefix; else null. */
export function prefixedHyperparameter(written: string): string | null {
  return written.startsWith(prefix) ? written.slice(prefix.length) : null;
}
