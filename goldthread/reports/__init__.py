"""Reports: each kind drafted, commented on, approved and published as an edition that stays as it was; and the board page."""
