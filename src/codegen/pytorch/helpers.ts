/** Functions of PyTorch files that their program calls, as text. A tensor is the matrix [first axis, all others], a vector a column. */
import type { HelperText } from "../numpy/helpers.ts";

/** By name. */
export const torchHelpers: { readonly [name: string]: HelperText } = {
  _scalar: {
    calls: [],
    text: `def _scalar(value: float | Tensor, capturable: bool) -> float | Tensor:
    """A number; a tensor of it where reading it would wait for the device."""
    if not isinstance(value, Tensor):
        return value
    if capturable or torch.compiler.is_compiling():
        return value.clone()
    return value.item()`,
  },
  _where: {
    calls: [],
    text: `def _where(condition: Any, a: Any, b: Any) -> Any:
    if isinstance(condition, Tensor):
        return torch.where(condition, a, b)
    return a if condition else b`,
  },
  _host: {
    calls: [],
    text: `def _host(name: str, x: Any) -> Any:
    """A function of a number, which is a tensor while steps are captured."""
    return getattr(torch if isinstance(x, Tensor) else math, name)(x)`,
  },
  _sign: {
    calls: [],
    text: `def _sign(x: Any) -> Any:
    return torch.sign(x) if isinstance(x, Tensor) else (x > 0) - (x < 0)`,
  },
  _maximum: {
    calls: [],
    text: `def _maximum(a: Any, b: Any) -> Any:
    if isinstance(a, Tensor):
        return a.clamp(min=b)
    return b.clamp(min=a) if isinstance(b, Tensor) else max(a, b)`,
  },
  _minimum: {
    calls: [],
    text: `def _minimum(a: Any, b: Any) -> Any:
    if isinstance(a, Tensor):
        return a.clamp(max=b)
    return b.clamp(max=a) if isinstance(b, Tensor) else min(a, b)`,
  },
  _cbrt: {
    calls: [],
    text: `def _cbrt(x: Any) -> Any:
    if isinstance(x, Tensor):
        return x.sign() * x.abs() ** (1 / 3)
    return math.copysign(abs(x) ** (1 / 3), x)`,
  },
  _rows: {
    calls: [],
    text: `def _rows(x: Tensor) -> int:
    return x.shape[0] if x.ndim else 1`,
  },
  _columns: {
    calls: ["_rows"],
    text: `def _columns(x: Tensor) -> int:
    return x.numel() // _rows(x)`,
  },
  _as_matrix: {
    calls: ["_rows"],
    text: `def _as_matrix(x: Tensor) -> Tensor:
    """x as [first axis, all others]; a vector is a column."""
    return x.reshape(_rows(x), -1)`,
  },
  _unit: {
    calls: [],
    text: `def _unit(x: Tensor) -> Tensor:
    return x / torch.linalg.vector_norm(x).clamp(min=1e-37)`,
  },
  _kth_largest: {
    calls: [],
    text: `def _kth_largest(x: Tensor, share: float) -> Tensor:
    """The element that a share of all elements, at least one, are not below."""
    k = min(x.numel(), max(1, math.ceil(share * x.numel())))
    return x.flatten().kthvalue(x.numel() + 1 - k).values`,
  },
  _row_norm: {
    calls: ["_as_matrix"],
    text: `def _row_norm(x: Tensor) -> Tensor:
    """Norm of the row that each element lies in; a vector is one row."""
    rows = _as_matrix(x) if x.ndim > 1 else x.reshape(1, -1)
    norms = torch.linalg.vector_norm(rows, dim=1, keepdim=True)
    return norms.expand_as(rows).reshape(x.shape)`,
  },
  _iterate: {
    calls: [],
    text: `def _iterate(y: Tensor, a: float, b: float, c: float, rounds: int) -> Tensor:
    """Newton-Schulz: sends each singular value s to a s + b s^3 + c s^5."""
    wide = y.shape[0] <= y.shape[1]
    for _ in range(rounds):
        gram = y @ y.T if wide else y.T @ y
        mixed = b * gram + c * (gram @ gram)
        y = a * y + (mixed @ y if wide else y @ mixed)
    return y`,
  },
  _newton_schulz: {
    calls: ["_as_matrix", "_iterate"],
    text: `def _newton_schulz(x: Tensor) -> Tensor:
    """Muon's five quintic steps; the norm of x must be at most 1."""
    return _iterate(_as_matrix(x), 3.4445, -4.775, 2.0315, 5).reshape(x.shape)`,
  },
  _polar: {
    calls: ["_as_matrix", "_unit", "_iterate"],
    text: `def _polar(x: Tensor) -> Tensor:
    """U V' of the singular value decomposition U S V', without small S."""
    lifted = _iterate(_unit(_as_matrix(x)), 3.4445, -4.775, 2.0315, 5)
    return _iterate(lifted, 1.5, -0.5, 0, 8).reshape(x.shape)`,
  },
  _top_singular: {
    calls: ["_as_matrix", "_unit"],
    text: `def _top_singular(x: Tensor, k: float) -> Tensor:
    """Sum of u v' over the k largest singular values."""
    left = _unit(_as_matrix(x))
    wide = left.shape[0] <= left.shape[1]
    small = min(left.shape)
    start = 1 + torch.arange(small, dtype=x.dtype, device=x.device) * 0.618 % 1
    found = torch.zeros_like(left)
    for _ in range(math.ceil(min(small, k))):
        power = _unit(left @ left.T if wide else left.T @ left)
        for _ in range(8):
            power = _unit(power @ power)
        near = _unit(power @ start[:, None])
        far = _unit(left.T @ near if wide else left @ near)
        one = near @ far.T if wide else far @ near.T
        size = (one * left).sum()
        left = left - one * size
        found = found + one * (1e4 * size).clamp(max=1)
    return found.reshape(x.shape)`,
  },
};
