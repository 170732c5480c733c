"""Shows what the compiler of traces has done, from a log that -X jitlog=FILE has written.

    python -m jitview FILE [--out HTML]

log.py reads the log, facts.py finds out what it says of each line of source, page.py writes it down.
"""
