/** Commands that do on the command line what the page shows. */

/** The file that the commands are given. */
export function programFile(name: string): string {
  return `${name}.txt`;
}

/** The command that writes an export. */
export function commandOf({
  name,
  target,
  file,
}: {
  readonly name: string;
  readonly target: string;
  readonly file: string;
}): string {
  return `npx lionlab export ./${programFile(name)} --to ${target} --out ${file}`;
}

/**
 * The command that compares the program with others on real images. Its rates lie around the program's own default, a decade to either side;
 * in a study its place follows that of the others.
 */
export function compareCommand({
  name,
  rivals,
  rate,
}: {
  readonly name: string;
  readonly rivals: readonly string[];
  readonly rate: number | null;
}): string {
  const others = rivals.length === 0 ? ["adamw", "lion"] : rivals;
  const own = rate === null ? "" : ` --set 'optimizers.${others.length}.lr=[${ratesAround(rate).join(", ")}]'`;
  return `npx lionlab compare quickstart --optimizers ${[...others, `./${programFile(name)}`].join(",")}${own}`;
}

/** Five rates, half a power of ten apart. */
function ratesAround(rate: number): readonly number[] {
  return [-2, -1, 0, 1, 2].map((at) => Number((rate * 10 ** (at / 2)).toPrecision(3)));
}
