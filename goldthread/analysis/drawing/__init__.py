"""SVG drawings of charts, accessible and without scripts."""
