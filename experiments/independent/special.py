"""Beta tails and quantiles, and the KL-UCB index, for whole arrays."""
import numpy as np


def once(function, *keys):
    """Evaluates a function of arrays once for every distinct tuple of their elements."""
    shape = keys[0].shape
    mixed = np.zeros(shape)
    for key in keys:
        mixed = mixed * 8191.37 + key
    _, first, back = np.unique(mixed.ravel(), return_index=True, return_inverse=True)
    return function(*[key.ravel()[first] for key in keys])[back].reshape(shape)


def log_gamma(x):
    """Stirling's series at x + 8, taken back by the recurrence."""
    shift = sum(np.log(x + i) for i in range(8))
    y = x + 8
    series = 1 / (12 * y) - 1 / (360 * y**3) + 1 / (1260 * y**5)
    return (y - 0.5) * np.log(y) - y + 0.5 * np.log(2 * np.pi) + series - shift


def fraction(a, b, x):
    """The continued fraction of the incomplete beta function (Lentz's method)."""
    tiny = 1e-300
    c, d = np.ones_like(x), 1 / np.maximum(1 - (a + b) * x / (a + 1), tiny)
    h = d.copy()
    for m in range(1, 400):
        for even in (True, False):
            if even:
                term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            else:
                term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / (1 + term * d)
            c = 1 + term / c
            h *= c * d
        if np.all(np.abs(c * d - 1) < 1e-13):
            break
    return h


def log_upper_tail(a, b, x):
    """ln P(Beta(a, b) > x), and the log density at x."""
    front = log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * np.log(x) + b * np.log1p(-x)
    small = x < (a + 1) / (a + b + 2)
    tail = np.empty_like(x)
    at = small
    lower = np.exp(front[at]) * fraction(a[at], b[at], x[at]) / a[at]
    tail[at] = np.log1p(-lower)
    at = ~small
    tail[at] = front[at] + np.log(fraction(b[at], a[at], 1 - x[at]) / b[at])
    return tail, front - np.log(x) - np.log1p(-x)


def beta_quantile(a, b, log_p):
    """q with ln P(Beta(a, b) > q) = log_p by Newton's method: the log tail is concave, a, b ≥ 1."""
    q = a / (a + b)
    for _ in range(60):
        tail, density = log_upper_tail(a, b, q)
        step = (tail - log_p) / np.exp(density - tail)
        new = np.clip(q + step, q / 2, (q + 1) / 2)
        if np.max(np.abs(new - q)) < 1e-12:
            return new
        q = new
    return q


def kl(p, q):
    """kl(p, q) of Bernoulli distributions."""
    with np.errstate(all="ignore"):
        left = np.where(p > 0, p * np.log(p / q), 0)
        right = np.where(p < 1, (1 - p) * np.log((1 - p) / (1 - q)), 0)
    return left + right


def kl_index(mean, n, level):
    """sup{q: n·kl(mean, q) ≤ level}, by bisection."""
    low, high = mean.copy(), np.ones_like(mean)
    for _ in range(45):
        middle = (low + high) / 2
        inside = n * kl(mean, middle) <= level
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return low
