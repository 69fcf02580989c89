"""Suggestions of themes: training, reading new points, evaluation and fine-tuning."""
