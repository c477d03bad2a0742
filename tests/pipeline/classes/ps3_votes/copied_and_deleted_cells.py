# %% task-1 tags=["deleted"]

# %% count
kaz_counts = votes[votes["iso3"] == "KAZ"]["vote"].value_counts()

# %% count tags=["copy"]

# %% video
did_not_vote = 193 - 101 - 7 - 19
unnamed_share = (did_not_vote - 6) / did_not_vote
verdict = "not found"

# %% video-numbers-test tags=["deleted"]

# %% video-verdict-test tags=["deleted"]

# %% agreement tags=["deleted"]

# %% agreement-usual-test tags=["deleted"]

# %% flaw tags=["copy"]
flaw = "C"

# %% flaw-test tags=["deleted"]

# %% essay tags=["deleted"]
