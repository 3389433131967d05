/**
 * The cloud of everything that was evaluated: programs counted in cells of length and fitness, so that a search of hundreds of thousands is a
 * few thousand numbers at most.
 */

/** Length and fitness of programs, by place. */
export interface ScoredPrograms {
  readonly lengths: Uint16Array;
  readonly fitness: Float32Array;
}

/** Programs of one length whose fitness lies in one of the rows. `fitness`: the middle of the row. */
export interface CloudCell {
  readonly length: number;
  readonly fitness: number;
  readonly count: number;
}

/** The cells that are not empty, and how many programs are in them. */
export interface Cloud {
  readonly cells: readonly CloudCell[];
  readonly shown: number;
}

/** Cells from bottom to top. */
const rows = 48;

/** Statements of the longest programs that are shown: with `rows` no cloud has more than 6,144 cells. */
const longest = 128;

/** The cloud between two values of fitness. Programs that scored nothing, or are longer than 128 statements, are not in it. */
export function cloudOf(parts: readonly ScoredPrograms[], [low, high]: readonly [number, number]): Cloud {
  const counts = new Uint32Array(rows * (longest + 1));
  let shown = 0;
  for (const { lengths, fitness } of parts) {
    for (let i = 0; i < lengths.length; i++) {
      const [length, height] = [lengths[i]!, fitness[i]!];
      const row = Math.floor((rows * (height - low)) / (high - low));
      if (!(height > 0 && row >= 0 && row < rows) || length > longest) continue;
      counts[length * rows + row]!++;
      shown++;
    }
  }
  const cells: CloudCell[] = [];
  counts.forEach((count, key) => {
    if (count === 0) return;
    const middle = low + (((key % rows) + 0.5) * (high - low)) / rows;
    cells.push({ length: Math.floor(key / rows), fitness: Number(middle.toFixed(5)), count });
  });
  return { cells, shown };
}
