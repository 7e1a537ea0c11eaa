"""Invented campaigns for the sample county: plans in the manner of the genre, our own words, taken through the real reader."""
