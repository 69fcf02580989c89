"""Text compared, searched and grouped: embeddings, similarity, emerging topics, sentiment."""
