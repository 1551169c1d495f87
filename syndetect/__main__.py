"""``python -m syndetect`` is the command ``syndetect``."""

import sys

from syndetect.cli import main

if __name__ == "__main__":
    sys.exit(main())
