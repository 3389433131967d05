/**
 * hyperband: brackets of successive halving side by side, from many points that are judged early to a few that all train to the full, for
 * nobody knows whether early results tell. As many brackets, over and over, as there are points.
 * Source: Li et al. 2018, JMLR 18(185).
 */
import { together } from "../source.ts";
import {
  type Bracket,
  bracketOf,
  bracketSource,
  costOf,
  lengthsOf,
  levelsOf,
  mostPoints,
  reduction,
} from "./bracket.ts";
import type { Budget, Sampler } from "./sampler.ts";

/** The sampler. */
export const hyperband: Sampler = {
  name: "hyperband",
  about: "Brackets of successive halving side by side, from many points that are judged early to few that are not.",
  resumes: true,
  pointsFor: (total, epochs) =>
    mostPoints(total, (points) => bracketsFor({ points, epochs }).reduce((sum, bracket) => sum + costOf(bracket), 0)),
  lengths: (_, budget) => {
    const all = bracketsFor(budget).map((bracket) => ({ bracket, lengths: lengthsOf(bracket) }));
    const begun = all.map(({ bracket, lengths }) => lengths.slice(0, bracket.rungs[0]!.points));
    return [...begun.flat(), ...all.flatMap(({ lengths }, i) => lengths.slice(begun[i]!.length))];
  },
  open: (space, budget) => together(bracketsFor(budget).map((bracket) => bracketSource(space, bracket))),
};

function bracketsFor({ points, epochs }: Budget): readonly Bracket[] {
  const most = levelsOf(epochs);
  const brackets: Bracket[] = [];
  for (let first = 0, level = most; first < points; level = level === 0 ? most : level - 1) {
    const wanted = Math.ceil(((most + 1) / (level + 1)) * reduction ** level);
    const own = Math.min(wanted, points - first);
    brackets.push(bracketOf({ first, points: own, epochs, levels: level }));
    first += own;
  }
  return brackets;
}
