"""What a scan over Spark shuffles, stage by stage, and how evenly its tasks share the work."""
