from tests.views.rights.world import *  # noqa: F403  # its fixtures
