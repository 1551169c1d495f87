"""``python -m syndetect`` is the command ``syndetect``."""

import sys

from syndetect.cli import main

sys.exit(main())
