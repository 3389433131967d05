import type { Claim, Experiment } from "../experiment.ts";

/** Fine-tuning three networks with three optimizers. */
export const finetuneTable: Experiment = {
  name: "finetune-table",
  about: "RMSprop, AdamW and Lion, fine-tuning EfficientNetV2-S on CIFAR-100, ViT-B/32 and MLP-Mixer-B/16 on CIFAR-10.",
  published: "No published table is at hand: that Lion is ahead of AdamW and of RMSprop is judged, and no figure.",
  sizes: {
    small: {
      about:
        "Networks from random weights at 32 × 32 (ViT-Ti/4, Mixer-S/4, EfficientNetV2-S) on 2,000 to 6,000 images: no fine-tuning, so it says little of the claims as they were meant.",
      studies: [
        { id: "efficientnetv2", preset: "cifar100-efficientnetv2-s-small", seeds: 3 },
        { id: "vit", preset: "cifar10-vit-b32-small", seeds: 3 },
        { id: "mixer", preset: "cifar10-mixer-b16-small", seeds: 3 },
      ],
    },
    full: {
      about: "Released weights at 224 × 224, two rates each; ten seeds.",
      studies: [
        { id: "efficientnetv2", preset: "cifar100-efficientnetv2-s", seeds: 10, init: "timm's tf_efficientnetv2_s" },
        { id: "vit", preset: "cifar10-vit-b32", seeds: 10, init: "ViT-B/32 with timm's names, or Google's .npz" },
        { id: "mixer", preset: "cifar10-mixer-b16", seeds: 10, init: "Mixer-B/16 with timm's names, or Google's .npz" },
      ],
    },
  },
  figures: [],
  claims: ["efficientnetv2", "vit", "mixer"].flatMap((study): readonly Claim[] => [
    { kind: "beats", study, first: "lion", second: "adamw" },
    { kind: "beats", study, first: "lion", second: "rmsprop" },
  ]),
};
