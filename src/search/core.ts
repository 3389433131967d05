/**
 * The core of a search: which child is born next, and what its evaluation changes. Nothing here waits, measures or stores.
 *
 * Law: children are born and committed in one order that depends on nothing but the config and the results. Child 0, the
 * seed, is committed alone; then child k is born directly after child k - lag has been committed. So whatever is known when
 * k is born is known in every run, with any number of workers; and a search that is fed the children of an archive, instead
 * of bearing its own, comes to the same state.
 */
import { InternalError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";
import { pruneGenome } from "../program/abstract/dependence.ts";
import { identityOf } from "../program/abstract/identity.ts";
import { createMutation } from "../program/mutate/mutation.ts";
import { genomeText } from "../program/program-of.ts";
import type { ChildRecord, EditRecord, EvaluationRecord, SearchConfig } from "../records/search-records.ts";
import {
  type ArchivedChild,
  archiveChanged,
  type Begotten,
  type Birth,
  copyOf,
  type EvaluationOutcome,
  evaluationOf,
  type Known,
  type Newborn,
  nothingToMutate,
  type Request,
  type Unborn,
} from "./births.ts";
import { type Language, languageOf, replayEdits } from "./language.ts";
import { type Member, memberOf } from "./member.ts";
import { methodNamed } from "./methods/index.ts";
import type { Method } from "./methods/method.ts";
import { createPopulation, type Population } from "./population.ts";
import type { Living, Proposal, ProposalSource } from "./proposals/proposals.ts";

/** Members that are shown to whoever is asked for a proposal. */
const askedParents = 3;

/** A search under way. */
export interface SearchCore extends Living {
  /** Children that were born and committed. */
  readonly born: number;
  readonly committed: number;
  /** Programs that were found to need an evaluation. */
  readonly requested: number;
  /** Whether the next child can be born before another is committed. */
  readonly canBear: boolean;
  /** Bears the next child, or takes it from an archive. Errors: `nothing-to-mutate`; `archive-changed`. */
  bear(archived?: ArchivedChild): Birth;
  /** Commits the oldest child that is under way; `outcome` is that of its request, null where it has none. */
  commit(outcome: EvaluationOutcome | null): {
    readonly child: ChildRecord;
    readonly evaluation: EvaluationRecord | null;
  };
  /** The program of most worth so far, of equals the first; null before the seed is committed. */
  readonly best: Member | null;
}

/**
 * Starts a search at its seed.
 * Errors: those of the seed program (`program-syntax`, `program-invalid`, `not-a-genome`) and of `createMutation`.
 */
export function createSearchCore(config: SearchConfig, proposals: ProposalSource | null = null): SearchCore {
  return new Core(config, languageOf(config), proposals);
}

class Core implements SearchCore {
  born = 0;
  committed = 0;
  best: Member | null = null;
  readonly #config: SearchConfig;
  readonly #language: Language;
  readonly #method: Method;
  readonly #proposals: ProposalSource | null;
  readonly #mutation: ReturnType<typeof createMutation>;
  readonly #underWay: Unborn[] = [];
  readonly #known = new Map<string, Known>();
  #seed: Member | null = null;
  #population: Population | null = null;
  /** Evaluations since the best was found, or since all began anew. */
  #stale = 0;
  #restart: "no" | "due" | "under way" = "no";

  constructor(config: SearchConfig, language: Language, proposals: ProposalSource | null) {
    this.#proposals = proposals;
    this.#config = config;
    this.#language = language;
    this.#method = methodNamed(config.method);
    this.#mutation = createMutation(language.mutation, language.functions);
  }

  get requested(): number {
    return this.#known.size;
  }

  get canBear(): boolean {
    const { lag } = this.#config.evolution;
    return this.born === 0 || (this.committed > 0 && this.born < this.committed + lag);
  }

  bear(archived?: ArchivedChild): Birth {
    if (!this.canBear) throw new InternalError(`child ${this.born} was born before its time`);
    const child = archived === undefined ? this.#conceive() : this.#recall(archived);
    const { genome, parent, edits, reason, island, invalid, identity, length } = child;
    const request = this.#requestFor(child);
    if (archived !== undefined) this.#requireFollowing(archived.child, request);
    const record = {
      id: this.born,
      parent: parent?.id ?? null,
      island,
      edits,
      reason,
      identity,
      evaluated: request !== null,
      genomeLength: genome.body.length + 1,
      length,
      invalid,
    };
    const birth = { id: this.born, request, genome, record, proposal: child.proposal ?? null };
    this.#underWay.push(birth);
    this.born += 1;
    return birth;
  }

  commit(outcome: EvaluationOutcome | null): { child: ChildRecord; evaluation: EvaluationRecord | null } {
    const unborn = this.#underWay.shift();
    if (unborn === undefined) throw new InternalError("a child was committed before it was born");
    const { record, request, genome, proposal } = unborn;
    if ((request === null) !== (outcome === null))
      throw new InternalError(`child ${record.id} was committed with ${outcome === null ? "no" : "an"} outcome`);
    const known = this.#known.get(record.identity)!;
    if (outcome !== null) {
      known.fitness = outcome.fitness;
      if (this.#config.race !== null) known.scores = outcome.scores;
    }
    const child = { ...record, fitness: known.fitness! };
    this.committed += 1;
    if (proposal !== null) {
      const known = outcome === null;
      this.#proposals?.tell(proposal, { fitness: child.fitness, status: outcome?.status ?? "known", known });
    }
    this.#settle(memberOf(child, genome, this.#config.evolution), child);
    const evaluation = request === null || outcome === null ? null : evaluationOf(request, outcome);
    return { child, evaluation };
  }

  /** Puts a committed child in its place. */
  #settle(member: Member, { evaluated, reason, island }: ChildRecord): void {
    if (this.#population === null) {
      const { population: size, islands } = this.#config.evolution;
      this.#seed = member;
      this.#population = createPopulation(member, { size, islands });
    } else if (reason === "restart") {
      this.#population.fill(member);
      this.#restart = "no";
      this.#stale = 0;
    } else this.#population.add(island, member);
    if (!evaluated) return;
    const better = this.best === null || member.worth > this.best.worth;
    if (better) this.best = member;
    this.#stale = better ? 0 : this.#stale + 1;
    const { restartAfter } = this.#config.evolution;
    const plateau = restartAfter !== null && this.#stale >= restartAfter;
    if (plateau && this.#method.selects && this.#restart === "no") this.#restart = "due";
  }

  /** The next child, and what it computes. */
  #conceive(): Newborn {
    const child = this.#beget();
    const pruned = pruneGenome(child.genome);
    const program = () => genomeText(pruned);
    return { ...child, identity: identityOf(child.genome), length: pruned.body.length + 1, program };
  }

  #beget(): Begotten {
    const id = this.born;
    if (id === 0) return { ...copyOf(this.#language.seed), parent: null, reason: "seed", island: 0 };
    if (this.#restart === "due") {
      this.#restart = "under way";
      return { ...copyOf(this.best!.genome), parent: this.best!, reason: "restart", island: 0 };
    }
    const population = this.#population!;
    const island = (id - 1) % population.islands;
    if (this.#migrates(id)) {
      const parent = population.bestOf((island + population.islands - 1) % population.islands);
      return { ...copyOf(parent.genome), parent, reason: "migration", island };
    }
    const proposed = this.#proposedFor(id);
    if (proposed !== null) {
      const { id: proposal, ...rest } = proposed;
      const edits = rest.edits as readonly EditRecord[];
      return { ...rest, edits, reason: "proposal", island, invalid: 0, proposal };
    }
    const { seed, evolution } = this.#config;
    const nursery = {
      seed: this.#seed!,
      population,
      island,
      tournament: evolution.tournament,
      mutation: this.#mutation,
      tune: evolution.tune,
      niches: evolution.niches,
      tunesFirst: this.requested < evolution.tuneFirst,
    };
    const child = this.#method.conceive(nursery, createRng(seed, "child", id));
    if (child === null) throw nothingToMutate(this.#config);
    return { ...child, edits: child.edits as readonly EditRecord[], reason: "mutation", island };
  }

  /** A proposal for this child, where it is to be one and one is ready. */
  #proposedFor(id: number): Proposal | null {
    const source = this.#proposals;
    if (source === null || createRng(this.#config.seed, "proposal", id).uniform() >= source.share) return null;
    return source.take(this);
  }

  find(id: number): Member | undefined {
    return this.#living(id);
  }

  parents(draw: number): readonly Member[] {
    const rng = createRng(this.#config.seed, "ask", draw);
    const population = this.#population!;
    const { tournament } = this.#config.evolution;
    const drawn = Array.from({ length: askedParents }, () =>
      population.select(rng.below(population.islands), tournament, rng),
    );
    return [...new Map(drawn.map((member) => [member.identity, member])).values()];
  }

  /** Every island receives the best of the one before it, in a ring, after each `migrateEvery` children of its own. */
  #migrates(id: number): boolean {
    const { migrateEvery } = this.#config.evolution;
    const { islands } = this.#population!;
    if (!this.#method.selects || migrateEvery === null || islands === 1) return false;
    return (Math.floor((id - 1) / islands) + 1) % (migrateEvery + 1) === 0;
  }

  /** The child of an archive, without bearing it again. */
  #recall({ child, program }: ArchivedChild): Newborn {
    const { id, parent: parentId, island, edits, reason, invalid, identity, length } = child;
    const known = { island, edits, reason, invalid, identity, length, program: () => program ?? "" };
    if (reason === "seed") {
      const { seed } = this.#language;
      if (identityOf(seed) !== identity) throw archiveChanged(id);
      return { ...known, genome: seed, parent: null };
    }
    const parent = this.#living(parentId);
    if (parent === undefined) throw archiveChanged(id);
    if (reason === "restart") this.#restart = "under way";
    return { ...known, genome: replayEdits(parent.genome, edits, this.#language), parent };
  }

  /** Refuses a child of an archive that is not the next, or that this search would have evaluated otherwise. */
  #requireFollowing({ id, evaluated }: ChildRecord, request: Request | null): void {
    if (id !== this.born || evaluated !== (request !== null)) throw archiveChanged(this.born);
  }

  #living(id: number | null): Member | undefined {
    if (id === null) return undefined;
    return [this.best, this.#seed].find((member) => member?.id === id) ?? this.#population?.find(id);
  }

  /** What must be evaluated for a child, which is under way from now on; null where its identity is known. */
  #requestFor({ identity, program, length, parent }: Newborn): Request | null {
    if (this.#known.has(identity)) return null;
    const against = this.#known.get(parent?.identity ?? "")?.scores ?? [];
    const request = { identity, number: this.#known.size, program: program(), length, against };
    this.#known.set(identity, { fitness: null, scores: [] });
    return request;
  }
}
