/**
 * Pretrained weights that `lionlab weights fetch` knows: names, models and their publishers' addresses.
 *
 * A checksum stands where it is known for certain. torchvision's and timm's releases carry the first 8 digits of their SHA-256 in
 * their names, as torch.hub checks them: enough against a broken or exchanged file, not against one that somebody forged to fit.
 * Of the others whoever fetches gives the one that the publisher's page shows, so that what lands is always what was meant.
 * Sources: torchvision 0.28, models/resnet.py; timm 1.0.29, default_cfgs.
 */

/** Weights that can be fetched. */
export interface PublishedWeights {
  readonly name: string;
  /** The model that they fit. */
  readonly model: string;
  readonly summary: string;
  readonly url: string;
  /** Bytes of the file, about; null where unknown. */
  readonly bytes: number | null;
  /** 64 hex digits, or the first 8 where the publisher tells no more; null where none is known for certain. */
  readonly sha256: string | null;
}

const google = "https://storage.googleapis.com/vit_models";
const timm = "https://github.com/rwightman/pytorch-image-models/releases/download";
const rsb = (name: string): string => `${timm}/v0.1-rsb-weights/${name}.pth`;
const effnet = (end: string): string => `${timm}/v0.1-effv2-weights/tf_efficientnetv2_s${end}.pth`;
const torchvision = (name: string): string => `https://download.pytorch.org/models/${name}.pth`;

/** All of them, by model. */
export const catalogue: readonly PublishedWeights[] = [
  published("resnet-18-a1", "resnet-18", "ImageNet-1k, timm's recipe A1", rsb("resnet18_a1_0-d63eafa0"), 46_800_000),
  published("resnet-18-tv", "resnet-18", "ImageNet-1k, torchvision's", torchvision("resnet18-f37072fd"), 46_800_000),
  published("resnet-50-a1", "resnet-50", "ImageNet-1k, timm's recipe A1", rsb("resnet50_a1_0-14fe96d1"), 102_500_000),
  published("resnet-50-tv", "resnet-50", "ImageNet-1k, torchvision's", torchvision("resnet50-0676ba61"), 102_500_000),
  published("resnet-50-tv2", "resnet-50", "the same, new recipe", torchvision("resnet50-11ad3fa6"), 102_500_000),
  published(
    "resnet-50-gn-a1h",
    "resnet-50-gn",
    "ImageNet-1k, timm's A1h",
    rsb("resnet50_gn_a1h2-8fe6c4d0"),
    102_000_000,
  ),
  published(
    "resnext-50-a1h",
    "resnext-50",
    "ImageNet-1k, timm's A1h",
    rsb("resnext50_32x4d_a1h-0146ab0a"),
    100_400_000,
  ),
  published(
    "resnext-50-tv",
    "resnext-50",
    "ImageNet-1k, torchvision's",
    torchvision("resnext50_32x4d-7cdf4587"),
    100_400_000,
  ),
  published(
    "resnext-50-tv2",
    "resnext-50",
    "the same, new recipe",
    torchvision("resnext50_32x4d-1a0047aa"),
    100_500_000,
  ),
  published("efficientnet-v2-s-21k", "efficientnet-v2-s", "ImageNet-21k", effnet("_21k-6337ad01"), 190_000_000),
  published("efficientnet-v2-s-1k", "efficientnet-v2-s", "ImageNet-1k", effnet("-eb54923e"), 86_500_000),
  published("vit-ti-16-21k", "vit-ti-16", "ImageNet-21k, AugReg", augreg("Ti_16", "aug_none-wd_0.03"), null),
  published("vit-s-16-21k", "vit-s-16", "ImageNet-21k, AugReg", augreg("S_16", "aug_light1-wd_0.03"), null),
  published("vit-b-16-21k", "vit-b-16", "ImageNet-21k, AugReg", augreg("B_16", "aug_medium1-wd_0.1"), null),
  published("vit-b-32-21k", "vit-b-32", "ImageNet-21k, AugReg", augreg("B_32", "aug_medium1-wd_0.03"), null),
  published("vit-b-16-orig-21k", "vit-b-16", "ImageNet-21k, first release", `${google}/imagenet21k/ViT-B_16.npz`, null),
  published("vit-b-32-orig-21k", "vit-b-32", "ImageNet-21k, first release", `${google}/imagenet21k/ViT-B_32.npz`, null),
  published(
    "mixer-b-16-21k",
    "mixer-b-16",
    "ImageNet-21k",
    "https://storage.googleapis.com/mixer_models/imagenet21k/Mixer-B_16.npz",
    null,
  ),
];

function published(
  ...[name, model, summary, url, bytes]: [string, string, string, string, number | null]
): PublishedWeights {
  return { name, model, summary, url, bytes, sha256: /-([0-9a-f]{8})\.pth$/.exec(url)?.[1] ?? null };
}

/** AugReg checkpoints of 300 epochs at rate 0.001 without dropout. Source: Steiner et al. 2021, arXiv:2106.10270. */
function augreg(size: string, recipe: string): string {
  return `${google}/augreg/${size}-i21k-300ep-lr_0.001-${recipe}-do_0.0-sd_0.0.npz`;
}
