"""Writes test/golden/vectors.json: angles, distances, neighbours, analogies and principal components by NumPy.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/vectors.py

Principal components come from the singular value decomposition of the centred points, not from the covariance.
"""

import numpy

from golden_file import write

random = numpy.random.default_rng(20260103)


def draw(*shape):
    """Normal numbers with few enough decimals that the file holds them exactly."""
    return random.normal(size=shape).round(4)


def rounded(values):
    return numpy.round(values, 12).tolist()


def unit(rows):
    return rows / numpy.linalg.norm(rows, axis=-1, keepdims=True)


def case(name, points, count):
    cosines = numpy.clip(unit(points) @ unit(points).T, -1, 1)
    distances = numpy.linalg.norm(points[:, None] - points[None], axis=-1)
    # The row itself is the nearest, and left out.
    neighbours = [[index for index in numpy.argsort(-row, kind="stable") if index != at] for at, row in enumerate(cosines)]
    target = unit(points)[1] - unit(points)[0] + unit(points)[2]
    scores = unit(points) @ unit(target)
    mean = points.mean(axis=0)
    _, sizes, axes = numpy.linalg.svd(points - mean, full_matrices=False)
    axes = axes[:count]
    signs = numpy.sign(axes[numpy.arange(len(axes)), numpy.abs(axes).argmax(axis=1)])
    axes = axes * signs[:, None]
    return {
        "name": name,
        "points": points.tolist(),
        "cosines": rounded(cosines),
        "distances": rounded(distances),
        "neighbours": [[int(index) for index in row] for row in neighbours],
        "analogy": [int(index) for index in numpy.argsort(-scores, kind="stable")],
        "mean": rounded(mean),
        "axes": rounded(axes),
        "shares": rounded((sizes**2 / (sizes**2).sum())[:count]),
        "projected": rounded((points - mean) @ axes.T),
    }


stretched = draw(12, 6) * numpy.array([5, 3, 1, 1, 0.5, 0.1]) @ numpy.linalg.qr(draw(6, 6))[0] + 3
write(
    "vectors",
    f"NumPy {numpy.__version__}",
    [
        case("points of four numbers", draw(8, 4), 3),
        case("a stretched cloud away from 0", stretched.round(4), 6),
        case("fewer points than numbers", draw(5, 9), 3),
    ],
)
