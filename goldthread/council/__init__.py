"""Who we are and who may do what: councils, teams, people, doors, the audit trail and the jobs."""
