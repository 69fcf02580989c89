"""Plans: actions that exist, drawn together under a title and a period, approved in order and reviewed at meetings."""
