"""Bring the derived parts of the data package up to date: `make data`.

People edit the CSV files and the words of data/datapackage.json. This fills in what follows from them: rows, size and
hash of each file, the sources with title and address (from sources.csv; where the rows name their sources, those are the
table's sources), and the data cards in data/README.md.
"""

import hashlib
import json
from pathlib import Path

import pandas as pd

from balancing_act.tables import to_markdown

DATA = Path(__file__).resolve().parents[1] / "data"


def main() -> None:
    path = DATA / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    sources = pd.read_csv(DATA / "sources.csv", dtype=str).set_index("source")
    for resource in package["resources"]:
        content = (DATA / resource["path"]).read_bytes()
        table = pd.read_csv(DATA / resource["path"], dtype=str)
        names = [source["name"] for source in resource["sources"]]
        if "source" in table:
            names = sorted(table["source"].dropna().unique())
        resource["rows"] = len(table)
        resource["bytes"] = len(content)
        resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        resource["sources"] = [{"name": name, "title": sources.title[name], "path": sources.url[name]} for name in names]
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    cards = "\n".join(to_markdown(resource) for resource in package["resources"])
    head = "# The tables of Balancing Act\n\n"
    head += "One CSV file a table. Made from datapackage.json by `make data`; edit that file, not this one.\n\n"
    (DATA / "README.md").write_text(head + cards, encoding="utf-8")


if __name__ == "__main__":
    main()
