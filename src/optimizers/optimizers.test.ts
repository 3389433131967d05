import { optimizers } from "./index.ts";
import { optimizerConformance } from "./optimizer.conformance.ts";

for (const optimizer of optimizers) optimizerConformance(optimizer);
