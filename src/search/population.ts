/**
 * The living programs of a search: islands on which the oldest makes room for the newest.
 *
 * Each island is a ring of places. At first every place holds the seed (warm start); a child takes the place that was
 * taken longest ago, so a program lives as long as its island has places, however good it is (regularized evolution).
 * Source: Real, Aggarwal, Huang & Le 2019, arXiv:1802.01548; rings as in AutoML-Zero (Real et al. 2020, arXiv:2003.03384).
 */
import type { Rng } from "../core/rng.ts";
import type { Member } from "./member.ts";

/** The islands of a search. */
export interface Population {
  readonly islands: number;
  /** The best of `size` members drawn with replacement; of equals the one drawn first. */
  select(island: number, size: number, rng: Rng): Member;
  /** The best member of a kind: of those whose best is at most `within` below the best of the island, each is as likely. */
  selectNiche(island: number, within: number, rng: Rng): Member;
  /** The best member of an island; of equals the one in the first place. */
  bestOf(island: number): Member;
  /** A member takes the place of the oldest on its island. */
  add(island: number, member: Member): void;
  /** A member takes every place of every island. */
  fill(member: Member): void;
  /** The member with this id, if it lives. */
  find(id: number): Member | undefined;
}

/** A population of `size` members on `islands` islands (the first ones have one more where it does not divide), all alike. */
export function createPopulation(
  first: Member,
  { size, islands }: { readonly size: number; readonly islands: number },
): Population {
  const rings = Array.from({ length: islands }, (_, i) => ({
    places: new Array<Member>(Math.floor(size / islands) + (i < size % islands ? 1 : 0)).fill(first),
    next: 0,
  }));
  /** How many places hold each living member. */
  const alive = new Map([[first.id, { member: first, places: size }]]);

  const add = (island: number, member: Member): void => {
    const ring = rings[island]!;
    const oldest = ring.places[ring.next]!;
    ring.places[ring.next] = member;
    ring.next = (ring.next + 1) % ring.places.length;
    const left = alive.get(oldest.id)!;
    left.places -= 1;
    if (left.places === 0) alive.delete(oldest.id);
    alive.set(member.id, { member, places: 1 });
  };
  return {
    islands,
    add,
    select: (island, size, rng) => tournament(rings[island]!.places, size, rng),
    selectNiche: (island, within, rng) => niche(rings[island]!.places, within, rng),
    bestOf: (island) => rings[island]!.places.reduce((best, one) => (one.worth > best.worth ? one : best)),
    fill: (member) => {
      for (const { places } of rings) places.fill(member);
      alive.clear();
      alive.set(member.id, { member, places: size });
    },
    find: (id) => alive.get(id)?.member,
  };
}

function tournament(places: readonly Member[], size: number, rng: Rng): Member {
  let best = places[rng.below(places.length)]!;
  for (let drawn = 1; drawn < size; drawn++) {
    const other = places[rng.below(places.length)]!;
    if (other.worth > best.worth) best = other;
  }
  return best;
}

function niche(places: readonly Member[], within: number, rng: Rng): Member {
  const champions = new Map<string, Member>();
  let top = Number.NEGATIVE_INFINITY;
  for (const one of places) {
    const champion = champions.get(one.kind);
    if (champion === undefined || one.worth > champion.worth) champions.set(one.kind, one);
    if (one.worth > top) top = one.worth;
  }
  const near = [...champions.values()].filter(({ worth }) => worth >= top - within);
  return near[rng.below(near.length)]!;
}
