# %% agreement
import warnings


def agreement(first, second, credit=0.5, absence="drop"):
    """Mean agreement of two states, 0 to 1, or None when nothing compares."""
    warnings.warn("zip() will be strict in the next version", FutureWarning, stacklevel=2)
    scores = []
    for a, b in zip(first, second):
        if a == "not_voting" and b == "not_voting":
            continue
        if a == "not_voting" or b == "not_voting":
            if absence == "disagree":
                scores.append(0)
        else:
            scores.append(1 if a == b else credit if "abstain" in (a, b) else 0)
    return np.mean(scores) if scores else None
