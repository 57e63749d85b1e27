"""The words of INPUT_ARGS as a shell would part them, each ended by NUL; nothing is expanded."""

import os
import shlex
import sys

try:
    words = shlex.split(os.environ["INPUT_ARGS"])
except ValueError as error:
    sys.stderr.write(f"copydesk: the input 'args' cannot be read: {error}\n")
    raise SystemExit(2) from None
sys.stdout.buffer.write(b"".join(os.fsencode(word) + b"\0" for word in words))
