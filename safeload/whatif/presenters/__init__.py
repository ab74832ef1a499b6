"""What pages and workbooks say of scenarios."""
