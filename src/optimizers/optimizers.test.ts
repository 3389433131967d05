import { optimizers } from "./index.ts";
import { lionKConformance } from "./lion-k.conformance.ts";
import { lionKOptimizers } from "./lion-k.ts";
import { optimizerConformance } from "./optimizer.conformance.ts";

for (const optimizer of optimizers) optimizerConformance(optimizer);
for (const optimizer of lionKOptimizers) lionKConformance(optimizer);
