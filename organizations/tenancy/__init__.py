"""The wall between counties: context, ORM layer, database constraints, start-up guard."""
