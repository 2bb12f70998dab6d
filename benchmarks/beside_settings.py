"""The product's settings with the pages of `beside` added."""

from project.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.beside"
