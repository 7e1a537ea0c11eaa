"""Village registers of the sample county."""
