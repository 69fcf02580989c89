"""Pages of counts: the list of themes, the pages of one theme, and the comparison of teams."""
