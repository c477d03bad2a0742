"""Write the tables claims, evidence and edges from data/argument.yml: part of `make data`."""

from pathlib import Path

from balancing_act.argument import read

DATA = Path(__file__).resolve().parents[1] / "data"


def main() -> None:
    for name, table in read().tables().items():
        # The data package writes true and false.
        truths = {column: table[column].map({True: "true", False: "false"}) for column in table.select_dtypes("bool")}
        table.assign(**truths).to_csv(DATA / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
