"""Did a measure change after an action? Step models, power, the schedule of reviews and the verdict."""
