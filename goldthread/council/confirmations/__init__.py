"""Who confirms: whether people, staff, leaders and partners say that a change is felt, deny it, or were not asked."""
