import { describeDamage } from "./damage.conformance.ts";

describeDamage({ bytes: 20, seed: 1, nth: 16 });
