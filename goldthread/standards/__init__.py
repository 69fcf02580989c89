"""The field's rules as versioned data: frameworks, clocks, scales, lists and the codebook, each with its source and date.

Plain Python, standard library only. A rule is an entry in a file under ``data/``; the modules here only
read it. An entry that nobody has confirmed at its source says so, and the product shows that it does.
"""
