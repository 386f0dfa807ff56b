# SPDX-License-Identifier: Apache-2.0
"""`python -m plangraph.cli`, the same as the command `plangraph`."""

import sys

from plangraph.cli import main

sys.exit(main())
