"""MeasureKind."""
