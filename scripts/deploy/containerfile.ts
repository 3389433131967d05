/** What a Containerfile says, and what its linter says of it. */
import { DockerfileParser, type Instruction, JSONInstruction, ModifiableInstruction } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import type { Finding } from "../source-files.ts";

/** The parts of an image that laws are about; of instructions that may come again, the last counts. */
export interface ImageFacts {
  /** Images that its stages begin with. */
  readonly bases: readonly string[];
  readonly user: string | null;
  readonly stopSignal: string | null;
  readonly version: string | null;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly health: string | null;
  /** Names of variables that it sets or asks for. */
  readonly variables: readonly string[];
}

/** Mistakes in a Containerfile: instructions that do not exist, arguments that they lack, stages that nobody made. */
export function findInContainerfile(path: string, text: string): Finding[] {
  const mistakes = validate(text, {}).map(({ range, message }) => ({
    ...{ path, line: range.start.line + 1, sentence: `${message}.` },
  }));
  const stages = new Set<string>();
  const unknown: Finding[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
    const from = flags.find((flag) => flag.getName() === "from")?.getValue() ?? undefined;
    if (from !== undefined && !stages.has(from))
      unknown.push({
        path,
        line: instruction.getRange().start.line + 1,
        sentence: `Copies from the stage ${from}, which is not there.`,
      });
    if (instruction.getKeyword() === "FROM" && words[1]?.toUpperCase() === "AS") stages.add(words[2]!);
  }
  return [...mistakes, ...unknown];
}

/** Reads the parts. */
export function imageFacts(text: string): ImageFacts {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const last = (keyword: string): Instruction | undefined =>
    instructions.filter((each) => each.getKeyword() === keyword).at(-1);
  const words = (keyword: string): readonly string[] =>
    (last(keyword)?.getArguments() ?? []).map((argument) => argument.getValue());
  return {
    bases: instructions
      .filter((each) => each.getKeyword() === "FROM")
      .map((each) => each.getArguments()[0]!.getValue()),
    user: words("USER")[0] ?? null,
    stopSignal: words("STOPSIGNAL")[0] ?? null,
    version: /org\.opencontainers\.image\.version="([^"]*)"/.exec(text)?.[1] ?? null,
    entryPoint: listOf(last("ENTRYPOINT")),
    command: listOf(last("CMD")),
    health: last("HEALTHCHECK")?.getArgumentsContent() ?? null,
    variables: instructions
      .filter((each) => ["ENV", "ARG"].includes(each.getKeyword()))
      .flatMap((each) => each.getArguments().map((argument) => argument.getValue().split("=")[0]!)),
  };
}

/** The words of an instruction in the form of a list; none where it is text for a shell, which would stand between the system's signals and the process. */
function listOf(instruction: Instruction | undefined): readonly string[] {
  return instruction instanceof JSONInstruction ? instruction.getJSONStrings().map((word) => word.getJSONValue()) : [];
}
