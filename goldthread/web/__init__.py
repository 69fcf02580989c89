"""The making of pages: permissions on URLs, templates, forms, rendering."""
