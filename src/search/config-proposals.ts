/**
 * Whose programs are tried beside those of mutation.
 */
import { z } from "zod";

/** What a discovery file says of a command that proposes programs. */
export const proposalsSchema = z
  .strictObject({
    command: z
      .string()
      .min(1)
      .describe("Command that is run beside each search of evolution, in the folder that the discovery is run from."),
    share: z
      .number()
      .gt(0)
      .max(1)
      .default(0.2)
      .describe("Share of children that are proposals, where some are ready; else they come about by mutation."),
    seconds: z
      .number()
      .positive()
      .max(86_400)
      .default(120)
      .describe("How long it may leave all that it is asked unanswered before the search goes on without it."),
  })
  .nullable()
  .default(null)
  .describe("A command that proposes programs beside mutation, such as a language model; null: none.");

/** See `proposalsSchema`. */
export type ProposalsConfig = z.output<typeof proposalsSchema>;
