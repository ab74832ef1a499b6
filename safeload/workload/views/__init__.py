"""Pages of workload."""
