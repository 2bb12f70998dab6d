from tests.world import *  # noqa: F403  # its fixtures
