"""The argument for other tools: Argdown (text) and the Argument Interchange Format (JSON as the AIFdb uses it)."""

from balancing_act.argument.model import Argument


def to_argdown(argument: Argument) -> str:
    """The argument as Argdown text: one statement a node, below it what supports (+) and attacks (-) it."""
    graph = argument.graph
    parts = []
    for key in graph.nodes:
        # An underscore opens italics in Argdown.
        said = text(argument, key).replace("_", r"\_")
        lines = [f"[{key}]: {said} #({tag(argument, key)})"]
        lines += [f"  + [{source}]" for source in graph.supporters[key]]
        lines += [f"  - [{source}]" for source in graph.attackers[key]]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def to_aif(argument: Argument) -> dict:
    """The argument as AIF: information nodes (I), an inference node (RA) for each support, a conflict node (CA) for each attack."""
    nodes = [_node(key, text(argument, key), "I") for key in argument.graph.nodes]
    edges = []
    for kind, name, pairs in (("RA", "Default Inference", argument.graph.supports), ("CA", "Default Conflict", argument.graph.attacks)):
        for source, target in sorted(pairs):
            between = f"{source}-{kind}-{target}"
            nodes.append(_node(between, name, kind))
            for start, end in ((source, between), (between, target)):
                edges.append({"edgeID": f"{start}>{end}", "fromID": start, "toID": end, "formEdgeID": None})
    return {"nodes": nodes, "edges": edges, "locutions": []}


def text(argument: Argument, key: str) -> str:
    """What a node says: the text of a claim, or the title of a piece of evidence and the table it is in."""
    if key in argument.claims:
        return argument.claims[key].text
    item = argument.evidence[key]
    return f"{item.title} (table {item.table})."


def tag(argument: Argument, key: str) -> str:
    """The kind of a node: one of the five kinds of claim, or evidence."""
    return argument.claims[key].kind if key in argument.claims else "evidence"


def _node(key: str, content: str, kind: str) -> dict:
    return {"nodeID": key, "text": content, "type": kind, "timestamp": ""}
