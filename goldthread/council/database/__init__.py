"""Row-level security between councils, advisory locks, and the first migration."""
