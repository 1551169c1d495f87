"""The persistent index under faults and load: what is lost, what is found, what it costs."""
