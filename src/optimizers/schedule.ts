/**
 * The learning rate of each step: a linear warm-up, then one of four shapes.
 * Source: torch.optim.lr_scheduler (LinearLR, ExponentialLR, StepLR, CosineAnnealingLR), optax.cosine_decay_schedule. Deviation: the warm-up
 * of Optax, Keras and timm begins at 0 and is a step behind this one; after it they agree.
 */
import type { ScheduleConfig } from "../records/records.ts";

/** Where a step stands. `step` counts from 1 to `totalSteps`; `lr` is the peak rate. */
export interface ScheduleFacts {
  readonly lr: number;
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

/**
 * Learning rate of a step.
 *   step <= warmupSteps:  lr step / warmupSteps            the last warm-up step runs at the peak, and so does the first after it
 *   after it, with s = step - 1 - warmupSteps, from 0, and epoch = s / stepsPerEpoch:
 *   constant      lr
 *   exponential   lr rate^(epoch / everyEpochs)
 *   step          lr factor^floor(epoch / everyEpochs)
 *   cosine        lr (floor + (1 - floor) (1 + cos(pi s / (totalSteps - warmupSteps))) / 2)
 */
export function scheduledRate(config: ScheduleConfig, { lr, step, totalSteps, stepsPerEpoch }: ScheduleFacts): number {
  if (step <= config.warmupSteps) return (lr * step) / config.warmupSteps;
  const since = step - 1 - config.warmupSteps;
  switch (config.kind) {
    case "constant":
      return lr;
    case "exponential":
      return lr * config.rate ** (since / (stepsPerEpoch * config.everyEpochs));
    case "step":
      return lr * config.factor ** Math.floor(since / (stepsPerEpoch * config.everyEpochs));
    case "cosine": {
      const progress = since / Math.max(1, totalSteps - config.warmupSteps);
      return lr * (config.floor + ((1 - config.floor) * (1 + Math.cos(Math.PI * progress))) / 2);
    }
  }
}
