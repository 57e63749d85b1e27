"""The verdict in a JSON report (its path is the argument): pass, fail or error."""

import json
import sys
from pathlib import Path

result = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
sys.stdout.write(result["verdict"]["outcome"])
