import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { adamwSeed } from "../../../test/samples/genomes.ts";
import { temporaryFolder } from "../../../test/study/harness.ts";
import type { Genome } from "../../program/genome.ts";
import { applyEdit } from "../../program/mutate/apply-edit.ts";
import { memberOf } from "../member.ts";
import { sampleConfig } from "../samples.ts";
import { openCommandProposer } from "./command-proposer.ts";
import type { Living, ProposalSource } from "./proposals.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const config = sampleConfig();
const seed = memberOf({ id: 0, identity: "seed", fitness: 0.5 }, adamwSeed, config.evolution);
const living: Living = { find: (id) => (id === 0 ? seed : undefined), parents: () => [seed] };

const open: ProposalSource[] = [];
afterEach(async () => {
  for (const source of open.splice(0)) await source.close();
});

/** A source whose command is this script, which finds the lines that it is told in `lines`. */
function proposer(script: string, { seconds = 60 } = {}): ProposalSource {
  const path = join(folder.path, `proposer-${Math.random()}.mjs`);
  writeFileSync(
    path,
    `import { createInterface } from "node:readline";\nconst say = (told) => console.log(typeof told === "string" ? told : JSON.stringify(told));\nconst lines = createInterface({ input: process.stdin });\n${script}`,
  );
  const command = `"${process.execPath}" "${path}"`;
  const source = openCommandProposer({ ...config, proposals: { command, share: 1, seconds } });
  open.push(source);
  return source;
}

const program =
  "def train(w, g, m, v, lr):\\n  m = interp(g, m, 0.9)\\n  update = sign(m)\\n  update = update * lr\\n  return update, m, v";

/** Resolves with the first proposal that is ready. */
function taken(source: ProposalSource) {
  source.ask(living);
  return vi.waitFor(
    () => {
      const proposal = source.take(living);
      expect(proposal).not.toBeNull();
      return proposal!;
    },
    { timeout: 60_000, interval: 20 },
  );
}

/** Resolves with all warnings once one matches. */
async function warned(source: ProposalSource, pattern: RegExp): Promise<readonly string[]> {
  const found: string[] = [];
  await vi.waitFor(
    () => {
      source.ask(living);
      found.push(...source.takeWarnings());
      expect(found.join("\n")).toMatch(pattern);
    },
    { timeout: 60_000, interval: 20 },
  );
  return found;
}

describe("a command that proposes", () => {
  test("is told the search, asked with parents, and its programs are children by edits", async () => {
    const heard = join(folder.path, "heard.jsonl");
    const source = proposer(`
      import { appendFileSync } from "node:fs";
      lines.on("line", (line) => {
        appendFileSync(${JSON.stringify(heard)}, line + "\\n");
        const told = JSON.parse(line);
        if (told.kind === "ask") say({ id: told.id, program: "${program}" });
      });`);
    const proposal = await taken(source);
    expect(proposal.parent).toBe(seed);
    expect(proposal.edits.reduce<Genome>((child, edit) => applyEdit(child, edit), adamwSeed)).toEqual(proposal.genome);
    source.tell(proposal.id, { fitness: 0.7, status: "finished", known: false });
    await vi.waitFor(() => expect(readFileSync(heard, "utf8")).toContain('"result"'), { timeout: 60_000 });
    const lines = readFileSync(heard, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      ...{ kind: "begin", protocol: 1, seed: 0, tasks: ["sample"], maxLength: 200, rate: "any" },
      seedProgram: expect.stringContaining("def train(w, g, m, v, lr):"),
      functions: expect.arrayContaining(["sign", "interp", "+"]),
    });
    expect(lines[1]).toMatchObject({ kind: "ask", id: 0, parents: [{ fitness: 0.5 }] });
    expect(lines[1].parents[0].program).toContain("def train");
    expect(lines).toContainEqual({ kind: "result", id: proposal.id, fitness: 0.7, status: "finished", known: false });
    expect(source.takeWarnings()).toEqual([]);
  });

  test("is told what is wrong with an answer, and may go on", async () => {
    const source = proposer(`
      let refused = 0;
      say("good morning");
      lines.on("line", (line) => {
        const told = JSON.parse(line);
        if (told.kind === "refused") refused += 1;
        if (told.kind === "ask" && told.id === 0) say({ id: 0, program: "sell everything" });
        if (told.kind === "ask" && told.id === 1) say({ id: 77, program: "${program}" });
        if (told.kind === "refused" && refused === 3) say({ id: 1, program: "${program}" });
      });`);
    expect((await taken(source)).id).toBe(1);
    const warnings = source.takeWarnings();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/A proposal of .* was refused, which it is told; .*good morning/);
  });

  test("that ends is done without, its last words kept", async () => {
    const source = proposer(`console.error("out of tokens"); process.exit(3);`);
    expect(await warned(source, /proposes no more/)).toEqual([
      expect.stringMatching(
        /proposes no more \(exit code 3; its last words: out of tokens\)\. The search goes on by mutation alone\.$/,
      ),
    ]);
    source.ask(living);
    expect([source.take(living), source.takeWarnings()]).toEqual([null, []]);
  });

  test("that answers nothing is ended after the time that it has", async () => {
    const source = proposer("setInterval(() => {}, 1000);", { seconds: 0.3 });
    await warned(source, /proposes no more \(no answer for 0.3 s\)/);
  });

  test("that is not there is a warning", async () => {
    const source = openCommandProposer({
      ...config,
      proposals: { command: "no-such-command-here", share: 1, seconds: 60 },
    });
    open.push(source);
    await warned(source, /proposes no more \(exit code 127/);
  });

  test("that ignores that it should end is killed", async () => {
    const source = proposer(`
      process.on("SIGTERM", () => {});
      lines.on("line", (line) => { const { kind, id } = JSON.parse(line); if (kind === "ask") say({ id, program: "${program}" }); });
      setInterval(() => {}, 1000);`);
    await taken(source);
    await source.close();
  });

  test("the example proposes programs of a search", async () => {
    const command = `"${process.execPath}" examples/propose-programs.mjs`;
    const source = openCommandProposer({ ...config, proposals: { command, share: 1, seconds: 60 } });
    open.push(source);
    for (let i = 0; i < 20; i++) {
      const { id } = await taken(source);
      source.tell(id, { fitness: i / 20, status: "finished", known: false });
    }
    expect(source.takeWarnings()).toEqual([]);
  });
});
