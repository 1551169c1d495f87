"""What the first use of the package costs: every kernel of a scan compiled, by module."""
