import { describeDamage } from "./damage.conformance.ts";

describeDamage({ bytes: 400, seed: 2, nth: 1 });
