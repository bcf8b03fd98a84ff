"""`python -m goldseam` is the command line."""

import sys

from goldseam.cli import main

sys.exit(main())
