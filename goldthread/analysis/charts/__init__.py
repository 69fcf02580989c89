"""Control charts: figures to chart data, the rules that flag a reading, and the words about it."""
