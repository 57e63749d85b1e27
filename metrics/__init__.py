"""What we measure: scorers (one file a metric), significance, the estimator.

`from metrics import score, compare` is the Python API; see `metrics/api.py`. (The module of values,
`metrics.score`, bears the same name: it is imported first, so that the function is what stays.)
"""

from metrics.api import Compared, Scored, compare, score

__all__ = ["Compared", "Scored", "compare", "score"]
