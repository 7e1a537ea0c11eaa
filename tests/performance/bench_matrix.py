"""The light matrix of 17 townships by 18 tasks. ``run.py bench matrix`` calls ``run``. Aim: 40 times a bare view."""

from tests.performance.lights_bench import measure


def run() -> dict:
    return measure("matrix", "lights/")
