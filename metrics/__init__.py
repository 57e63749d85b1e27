"""What we measure: scorers (one file a metric), significance, the estimator.

`from metrics import score, compare` is the Python API; see `metrics/api.py`.
"""

from metrics.api import Compared, Scored, compare, score

__all__ = ["Compared", "Scored", "compare", "score"]
