"""`make bench`: how long the work takes on this machine, beside what the same machine can do at best.

    python -m tools.bench                  everything, at HUIYIN_SCALE (default 0.1; 1 is the whole)
    python -m tools.bench pages figures    only these parts

Limits are measured again in the same run, in turn with ours, so that what else the machine does falls on both.
A floor that is missed ends the run with 1; a target is told as it is.
"""
