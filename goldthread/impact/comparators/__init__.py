"""What others published beside our own measures: England, other councils, the ombudsman's figures of each."""
