"""Invented counties for the trial, the tests and the measurements. No place and no person here is real.

`names` composes names from syllables, `places` plans the unit tree with its history, `people` the people and their
accounts, `bodies` groups, calendar, rules and notices, `plan` puts one county together, `write` puts it into the tables.
A plan is made from its code, its shape and a day alone: the same three give the same county.
"""
