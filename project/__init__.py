"""Every process of the product imports this first: what it writes is for its own user alone."""

import os

os.umask(0o077)
