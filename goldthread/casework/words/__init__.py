"""The council's own words for what was found of an issue, which count as upheld, partly, not upheld or no finding."""
