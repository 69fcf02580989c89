"""Documents as they come, opened as paragraphs in their order: text, Markdown, a saved web page, Word, PDF.

A file that could do harm, or is none of these, is refused with `NotRead`, in words fit to show.
"""

from goldthread.document_text.blocks import Block, Document, NotRead
from goldthread.document_text.opening import open_document

__all__ = ["Block", "Document", "NotRead", "open_document"]
