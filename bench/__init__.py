"""Speed as ratios measured in one run: ``python -m bench`` prints one JSON line for each figure."""
