/**
 * How programs evolve: population and selection, the race against the parent, and what mutation may do.
 */
import { z } from "zod";

/** Population and selection. Defaults are those of Chen et al. 2023 (arXiv:2302.06675), where it gives them. */
export const evolutionSchema = z
  .strictObject({
    population: z.int().min(2).max(1_000_000).default(1000).describe("Members of all islands together."),
    tournament: z.int().min(1).max(1000).default(2).describe("Random members of which the best becomes a parent."),
    islands: z.int().min(1).max(1000).default(1).describe("Populations that evolve apart."),
    migrateEvery: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe("Children of an island between two migrations; null: never."),
    restartAfter: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe("Evaluations without a better program before all begin anew from the best; null: never."),
    tune: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        "Share of children that come about by tuning numbers, as in the search over constants, instead of a mutation.",
      ),
    niches: z
      .number()
      .positive()
      .max(1)
      .nullable()
      .default(null)
      .describe(
        "Tunes all kinds of programs alike: a parent for tuning is the best of a random one of the kinds (see `kinds`) whose best is this near to the best of all; null: the winner of a tournament.",
      ),
    kinds: z
      .enum(["functions", "averages"])
      .default("functions")
      .describe(
        "What makes a kind for `niches`: the functions that live statements call, or those with the numbers of live averages and states, so that a rule of two averages is tuned before it must beat a tuned rule of one.",
      ),
    parsimony: z
      .number()
      .min(0)
      .max(0.1)
      .default(0)
      .describe("Price in fitness of each live statement and each live state, in selection alone."),
    tuneFirst: z
      .int()
      .min(0)
      .default(0)
      .describe(
        "Evaluations, of its budget, during which evolution changes numbers alone: statements then compete with a tuned seed.",
      ),
    lag: z
      .int()
      .min(1)
      .max(100_000)
      .default(64)
      .describe("Children under way at most: child k is born once child k - lag is known, whatever the workers."),
  })
  .superRefine(({ population, islands, tournament }, context) => {
    const members = Math.floor(population / islands);
    if (members < 2)
      context.addIssue({
        code: "custom",
        path: ["islands"],
        message: `${islands} islands of a population of ${population} leave fewer than 2 members each`,
      });
    else if (tournament > members)
      context.addIssue({
        code: "custom",
        path: ["tournament"],
        message: `a tournament of ${tournament} is larger than an island of ${members} members`,
      });
  })
  .describe("Population and selection.");

/** See `evolutionSchema`. */
export type EvolutionConfig = z.output<typeof evolutionSchema>;

/** When a run is given up because its parent was better. */
export const raceSchema = z
  .strictObject({
    factor: z.number().gt(1).default(1.5).describe("Times the parent's training loss from which a run is given up."),
    from: z.int().min(0).max(9).default(3).describe("Tenth of the run, from 0, from which on it is compared."),
    slack: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(null)
      .describe(
        "How far a program's first score may lie below that of its parent's same run, else its other runs are spared; the mean of n of them by 1/sqrt(n) of it; null: any distance.",
      ),
  })
  .nullable()
  .prefault({})
  .describe("Gives up runs that are far behind their parent's; null: every run is finished.");

/** See `raceSchema`. */
export type RaceConfig = NonNullable<z.output<typeof raceSchema>>;

/** What mutation may do; `functionName` checks names of functions. */
export function mutationSchema(functionName: z.ZodType<string>) {
  const weight = (what: string) => z.number().min(0).default(1).describe(`Relative frequency of ${what}.`);
  return z
    .strictObject({
      insert: weight("a new statement"),
      delete: weight("removing a statement"),
      modify: weight("changing one argument"),
      wrap: weight("putting one use of a value into a new statement, while all other uses stay").default(0),
      newConstant: z
        .enum(["one", "normal"])
        .default("one")
        .describe("Number in a new statement: 1, or drawn from N(0, 1)."),
      resample: z
        .boolean()
        .default(false)
        .describe("Whether a change may put a new N(0, 1) number where a variable or a number stood."),
      maxLength: z
        .int()
        .min(2)
        .nullable()
        .default(null)
        .describe("Most statements, `return` counted; null: any number."),
      allow: z
        .array(functionName)
        .min(1)
        .nullable()
        .default(null)
        .describe("Functions that new statements may use; null: all."),
      forbid: z.array(functionName).default([]).describe("Functions that new statements may not use."),
      constants: z.array(z.number()).default([]).describe("Numbers that new statements may use, such as 0.5."),
      inPlace: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe("Share of new statements through which a value passes, as in `x = f(x)`, instead of any arguments."),
      graft: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe(
          "Share of new and changed statements whose value is scaled to the size of the value that it takes the place of.",
        ),
      averages: z
        .strictObject({
          least: z.number().positive().max(1).describe("Smallest share."),
          most: z.number().positive().max(1).describe("Largest share."),
          wraps: z
            .number()
            .min(0)
            .max(1)
            .optional()
            .describe("Share of wraps that are averages; left out: as many as of any other function."),
        })
        .nullable()
        .default(null)
        .describe(
          "Share of the first value in a new average, `interp(x, y, 1 - share)`, drawn log-uniform between two; null: the weight is drawn as any argument.",
        ),
      rate: z
        .enum(["any", "last-factor"])
        .default("any")
        .describe(
          "Where the rate may enter: anywhere, or as the last factor of the update alone, so that no program bends its schedule.",
        ),
      extraStates: z.int().min(0).max(8).default(0).describe("States beyond the seed program's."),
      helpers: z
        .array(z.string().min(1))
        .default([])
        .describe("Functions of yours that new statements may use, each a `def` in the language of the paper."),
    })
    .superRefine((mutation, context) => {
      if (mutation.insert + mutation.delete + mutation.modify + mutation.wrap === 0)
        context.addIssue({ code: "custom", message: "one of insert, delete, modify and wrap must be above 0" });
      const { averages } = mutation;
      if (averages !== null && averages.least > averages.most)
        context.addIssue({ code: "custom", path: ["averages"], message: "least is above most" });
    })
    .describe("What a mutation may do.");
}

/** See `mutationSchema`. */
export type MutationConfig = z.output<ReturnType<typeof mutationSchema>>;
