"""Pure numbers and text: charts, verdicts and words, for the product and for an analyst's notebook alike.

Plain Python on numpy and scipy. Nothing here knows of councils, pages or a database. Each file is one
method; import what you need from it, e.g. ``from goldthread.analysis.charts.xmr import xmr``.
"""
