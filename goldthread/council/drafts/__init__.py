"""Drafts: what somebody typed into a form and has not saved, kept on the server so that Back loses nothing.

Pages are not stored by the browser (`council/middleware.py`), so Back asks for a page anew, and what was typed would
be gone. A script sends it a moment after the last key (web/static/goldthread/drafts.js); without a script it is kept
whenever a form was sent and not saved: with errors, refused, or after an error of ours. A form that has a draft is
filled with it as the page goes out, whatever view made it, and says so. A draft belongs to one person and one form;
it is deleted when the form is saved or the draft discarded, and after the days of `retention.toml` (decision 73).
"""
